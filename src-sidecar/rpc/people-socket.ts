import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { Frame } from "../../src-contract/host.ts";
import { RelayedPort } from "./port.ts";

const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const HEADER_BYTES = 5;
const MAX_CONNECTIONS = 32;

/**
 * Listens for the command line on a socket that only this user can open (0600).
 *
 * A frame is its length (4 bytes, big-endian), its kind (0: UTF-8 text, 1: bytes), its payload.
 */
export async function listenForPeople(path: string, onPort: (port: RelayedPort) => void): Promise<Server> {
  if (process.platform !== "win32") rmSync(path, { force: true }); // We own the home: what lies here is of a process that died.
  const server = createServer((socket) => serve(socket, onPort));
  server.maxConnections = MAX_CONNECTIONS;
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  } finally {
    process.umask(umask);
  }
  if (process.platform !== "win32") chmodSync(path, 0o600);
  return server;
}

function serve(socket: Socket, onPort: (port: RelayedPort) => void): void {
  const port = new RelayedPort((frame) => {
    if (!socket.destroyed) socket.write(encode(frame));
  });
  let pending: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = pending.byteLength === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      if (pending.byteLength < HEADER_BYTES) return;
      const length = pending.readUInt32BE(0);
      if (length > MAX_FRAME_BYTES) return void socket.destroy();
      if (pending.byteLength < HEADER_BYTES + length) return;
      const payload = pending.subarray(HEADER_BYTES, HEADER_BYTES + length);
      port.receive(pending[4] === 0 ? payload.toString("utf8") : new Uint8Array(payload));
      payload.fill(0); // A passphrase may have come in it.
      pending = pending.subarray(HEADER_BYTES + length);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => port.hangUp());
  onPort(port);
}

function encode(frame: Frame): Buffer {
  const payload =
    typeof frame === "string" ? Buffer.from(frame) : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(payload.byteLength, 0);
  header[4] = typeof frame === "string" ? 0 : 1;
  return Buffer.concat([header, payload]);
}
