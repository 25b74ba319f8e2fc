import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { protectiveHeaders, readPage } from "../base/page.ts";
import { isForUs, isFromOurPage, pathOf } from "./guards.ts";
import type { LaunchCodes } from "./launch-codes.ts";

/** A launch code is 43 characters; nothing longer is read. */
const MAX_SESSION_BODY_BYTES = 200;
const REQUEST_MS = 10_000;

export interface PageServerOptions {
  /** Folder of the built window. */
  readonly root: string;
  readonly codes: LaunchCodes;
  /** `http://127.0.0.1:PORT`; asked per request because the port is known only after listening. */
  readonly origin: () => string;
}

/** Serves the window's files and exchanges launch codes. Answers nobody who calls it by another name. */
export function createPageServer(options: PageServerOptions): Server {
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    answer(options, request, response).catch(() => response.destroy()); // a half-sent answer cannot be mended
  });
  server.headersTimeout = REQUEST_MS;
  server.requestTimeout = REQUEST_MS;
  server.on("clientError", refuseMalformed);
  return server;
}

async function answer(options: PageServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(protectiveHeaders(randomBytes(16).toString("base64")))) {
    response.setHeader(name, value);
  }
  const refuse = (status: number, allow?: string): void => refuseUnread(request, response, status, allow);
  if (!isForUs(request, options.origin())) return refuse(421);
  const path = pathOf(request);
  if (path === undefined) return refuse(404);
  if (path === "/session") return openSession(options, request, response);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "GET, HEAD");
  const page = await readPage(options.root, path);
  if (page === undefined) return refuse(404);
  response.writeHead(200, { ...page.headers, "Content-Length": page.body.byteLength });
  response.end(request.method === "HEAD" ? undefined : page.body);
}

async function openSession(
  options: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, allow?: string): void => refuseUnread(request, response, status, allow);
  if (request.method !== "POST") return refuse(405, "POST");
  if (!isFromOurPage(request, options.origin())) return refuse(403);
  const code = await readShortBody(request);
  if (code === undefined) return refuse(413);
  const token = options.codes.redeem(code);
  if (token === undefined) return refuse(403);
  response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" }).end(token);
}

/** The body, or `undefined` when it is longer than any launch code. */
async function readShortBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Uint8Array = Buffer.from(chunk); // a request without an encoding yields bytes
    size += bytes.byteLength;
    if (size > MAX_SESSION_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Refuses at once, and closes the connection only after what the caller goes on writing was read and dropped: a connection that is closed
 * before is reset, and a caller that is reset while it writes never reads why. The server's request timeout ends a caller that never stops.
 */
function refuseUnread(request: IncomingMessage, response: ServerResponse, status: number, allow?: string): void {
  if (allow !== undefined) response.setHeader("Allow", allow);
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Content-Length": 0, Connection: "close" });
  if (request.readableEnded) return void response.end();
  response.flushHeaders();
  request.once("end", () => response.end());
  request.resume();
}

/** As above, for headers that are too long or make no sense. */
function refuseMalformed(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (socket.writableEnded) return; // It was told, and this is more of the same.
  const timer = setTimeout(() => socket.destroy(), REQUEST_MS);
  socket.once("close", () => clearTimeout(timer));
  const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
