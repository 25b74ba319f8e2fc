import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

const LINGER_MS = 5_000;
const LINGER_BYTES = 64 * 1024 * 1024;

export interface Refusal {
  readonly message: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Refuses a request whose body is still on its way. The answer goes out whole at once; the connection is closed only after what the caller
 * goes on writing has been read and dropped, because closing it before would reset it, and a caller that is reset while it writes never reads
 * why. A caller that writes for longer than 5 s or more than 64 MiB is reset.
 *
 * @see RFC 9112 §9.6
 */
export function refuseUnread(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const timer = setTimeout(() => response.destroy(), LINGER_MS);
  response.once("close", () => clearTimeout(timer));
  response.writeHead(refusal.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(refusal.message),
    "cache-control": "no-store",
    ...refusal.headers,
    connection: "close",
  });
  response.write(refusal.message);
  let left = LINGER_BYTES;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.byteLength;
    if (left < 0) response.destroy();
  });
  request.once("end", () => response.end());
  request.resume();
}

/**
 * Refuses what is no request that could be read: headers that are too long or make no sense. What the caller goes on writing is read and
 * dropped, for 5 s at most, so that it can read why.
 */
export function refuseMalformed(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (socket.writableEnded) return; // It was told, and this is more of the same.
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
