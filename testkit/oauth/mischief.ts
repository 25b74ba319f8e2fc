import type { IncomingMessage, ServerResponse } from "node:http";

/** How a request is treated badly. */
export type Mischief =
  /** Answered without being looked at. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection is closed and nothing happens. */
  | { readonly kind: "drop" }
  /** Everything happens, then the connection is closed without an answer. */
  | { readonly kind: "lose-answer" }
  /** Everything happens; the answer comes when this resolves. */
  | { readonly kind: "hold-answer"; readonly until: Promise<void> }
  /** No answer, until the client gives up. */
  | { readonly kind: "hang" };

/** Bad days of a server, by path. */
export interface Mischiefs {
  /** Treats the next `times` requests for `path` so; 0 ends what was begun. */
  disturb(path: string, mischief: Mischief, times?: number): void;
  /** True when it dealt with the request. */
  meddle(path: string, request: IncomingMessage, response: ServerResponse): boolean;
}

export function createMischiefs(): Mischiefs {
  const planned = new Map<string, { readonly mischief: Mischief; left: number }>();
  return {
    disturb: (path, mischief, times = 1) => void planned.set(path, { mischief, left: times }),
    meddle(path, request, response) {
      const plan = planned.get(path);
      if (!plan || plan.left <= 0) return false;
      plan.left -= 1;
      return applyMischief(plan.mischief, request, response);
    },
  };
}

function applyMischief(mischief: Mischief, request: IncomingMessage, response: ServerResponse): boolean {
  switch (mischief.kind) {
    case "answer":
      request.resume();
      response.writeHead(mischief.status, mischief.headers).end(mischief.body ?? "");
      return true;
    case "drop":
      request.socket.destroy();
      return true;
    case "hang":
      request.resume();
      return true;
    case "lose-answer":
      // The server writes its answer into a connection that is gone.
      response.write = () => true;
      response.end = () => {
        request.socket.destroy();
        return response;
      };
      return false;
    case "hold-answer":
      holdAnswer(response, mischief.until);
      return false;
  }
}

function holdAnswer(response: ServerResponse, until: Promise<void>): void {
  const end = response.end.bind(response);
  response.end = ((body?: string | Buffer) => {
    void until.then(() => end(body));
    return response;
  }) as typeof response.end; // The server ends an answer with its whole body.
}
