import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { hasFileModes } from "./home.ts";

/** A request is one short line. */
const MAX_LINE_BYTES = 1_024;
const ANSWER_WITHIN_MS = 5_000;

/** `window` is an address with a launch code, or `null` when the host brought its own window to the front. */
export interface OpenAnswer {
  readonly window: string | null;
}

/**
 * Answers `{"kind":"open"}` on the home's host socket (0600) with one JSON line.
 *
 * Every process of the same user may ask. What it gets is a window that is as locked as any other: without the
 * passphrase it can neither decide nor classify.
 *
 * Call it only when the sidecar owns the home: a socket left over by a host that died is removed.
 */
export async function serveControlSocket(path: string, open: () => OpenAnswer): Promise<Server> {
  const server = createServer((socket) => answer(socket, open));
  server.maxConnections = 16;
  if (hasFileModes) rmSync(path, { force: true });
  server.listen(path);
  await once(server, "listening");
  if (hasFileModes) chmodSync(path, 0o600); // until here the home's own mode, 0700, keeps others out
  return server;
}

function answer(socket: Socket, open: () => OpenAnswer): void {
  let line = "";
  socket.setEncoding("utf8");
  socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (text: string) => {
    line += text;
    if (line.length > MAX_LINE_BYTES) return socket.destroy();
    const end = line.indexOf("\n");
    if (end === -1) return undefined;
    socket.removeAllListeners("data");
    socket.end(`${JSON.stringify(isOpenRequest(line.slice(0, end)) ? open() : { error: "unknown_request" })}\n`);
  });
}

function isOpenRequest(line: string): boolean {
  try {
    const request: unknown = JSON.parse(line);
    return typeof request === "object" && request !== null && "kind" in request && request.kind === "open";
  } catch {
    return false; // not JSON: not a request
  }
}
