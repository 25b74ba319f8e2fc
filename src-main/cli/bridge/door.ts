import { request, type IncomingMessage } from "node:http";

/** Nobody listens there: nothing was sent, so trying again repeats nothing. */
export class DoorClosed extends Error {}

/** What a request to the agents' door needs; `body` absent: a GET or DELETE. */
export interface DoorRequest {
  readonly method: "POST" | "GET" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/**
 * Sends a request to the agents' door over a connection of its own.
 *
 * A connection that was used before could have died unnoticed, and then nobody knows whether a call was made. There is no
 * time limit: a call may wait for a person, and the door says when it has waited long enough.
 *
 * @throws {DoorClosed} The connection was refused.
 */
export function knockAtDoor(url: URL, options: DoorRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, body, signal } = options;
    const headers = body === undefined ? options.headers : { ...options.headers, "Content-Length": byteLength(body) };
    const outgoing = request(url, { method, headers, signal, agent: false }, resolve);
    outgoing.on("error", (error) => {
      const isRefused = "code" in error && error.code === "ECONNREFUSED";
      reject(isRefused ? new DoorClosed("nobody listens at the agents' door", { cause: error }) : error);
    });
    outgoing.end(body);
  });
}

function byteLength(body: string): string {
  return String(Buffer.byteLength(body));
}
