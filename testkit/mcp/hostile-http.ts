import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A server on 127.0.0.1 that speaks HTTP and means no good. */
export interface HostileHttp extends AsyncDisposable {
  readonly url: string;
  /** How many requests came. */
  readonly requests: () => number;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const headers = (type: string): Record<string, string> => ({ "Content-Type": type });

/** Every way, with what it does to each request. */
const HOSTILE_ANSWERS = {
  html: (_, response) =>
    void response.writeHead(200, headers("text/html")).end("<html><script>alert(1)</script></html>"),
  hangs: () => undefined,
  "opens-and-hangs": (_, response) => response.writeHead(200, headers("text/event-stream")).flushHeaders(),
  resets: (request) => void request.socket.destroy(),
  truncates: (_, response) =>
    void response.writeHead(200, headers("application/json")).write('{"jsonrpc":"2.0","id":', () => response.destroy()),
  endless: (_, response) => pour(response.writeHead(200, headers("application/json"))),
  "endless-events": (_, response) => pour(response.writeHead(200, headers("text/event-stream"))),
  redirects: (_, response) =>
    void response.writeHead(307, { Location: "http://169.254.169.254/latest/meta-data/" }).end(),
  unauthorized: (_, response) =>
    void response.writeHead(401, { "WWW-Authenticate": 'Bearer resource_metadata="http://169.254.169.254/"' }).end(),
  breaks: (_, response) =>
    void response.writeHead(500, headers("text/plain")).end("\u001B[2Jboom\u0000 <img src=x onerror=alert(1)>"),
} as const satisfies Record<string, Answer>;

export type HostileAnswerName = keyof typeof HOSTILE_ANSWERS;

export async function startHostileHttp(name: HostileAnswerName): Promise<HostileHttp> {
  const answer: Answer = HOSTILE_ANSWERS[name];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Writes for as long as the other side reads. */
function pour(response: ServerResponse): void {
  const chunk = " ".repeat(65_536);
  const more = (): void => {
    while (!response.destroyed) if (!response.write(chunk)) return void response.once("drain", more);
  };
  more();
}
