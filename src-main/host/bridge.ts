import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import type { Frame, RelayedFrame } from "../../src-contract/host.ts";
import type { SidecarProcess, Supervisor } from "../base/supervisor.ts";
import { isForUs, isFromOurPage, pathOf } from "./guards.ts";
import type { LaunchCodes } from "./launch-codes.ts";

const PROTOCOL = "studio.v1";
const TOKEN_PREFIX = "auth.";
/** The limit of the people's door. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
/** A window that stopped reading is let go before it fills this process; the page connects again. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** How long a window waits for a sidecar that is just being started again. */
const SIDECAR_WAIT_MS = 15_000;

/** How long a window may take to answer that it is closed. */
const FAREWELL_MS = 1_000;

/** Close codes of RFC 6455 §7.4.1 and its registry. */
const GOING_AWAY = 1001;
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

export interface BridgeOptions {
  readonly codes: LaunchCodes;
  readonly supervisor: () => Supervisor;
  readonly origin: () => string;
}

/** Relays frames between windows and the sidecar, unread. */
export class Bridge {
  readonly #options: BridgeOptions;
  readonly #windows = new Map<number, WebSocket>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  #lastClient = 0;

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  /** Answers an upgrade: the studio's own page with a token gets a window, everything else a refusal. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy()); // a peer that resets before the handshake is over
    const status = this.#refusal(request);
    if (status !== undefined) return refuse(socket, status);
    const sidecar = await this.#options.supervisor().whenReady(SIDECAR_WAIT_MS);
    if (sidecar === undefined) return refuse(socket, "503 Service Unavailable");
    if (socket.destroyed) return;
    this.#sockets.handleUpgrade(request, socket, head, (window) => this.#admit(window, sidecar));
  }

  /** Hands a frame of the sidecar to its window. What it held is wiped once it has left. */
  deliver({ client, data, isText = typeof data === "string" }: RelayedFrame): void {
    const window = this.#windows.get(client);
    if (window === undefined) return wipe(data);
    if (window.bufferedAmount > MAX_UNREAD_BYTES) return window.close(TRY_AGAIN_LATER);
    window.send(data, { binary: !isText }, () => wipe(data));
  }

  /** The sidecar these windows spoke to is gone; each connects again and begins anew. */
  restart(): void {
    for (const window of this.#windows.values()) window.close(SERVICE_RESTART);
    this.#windows.clear();
  }

  /** Closes every window, and those that do not answer as well. */
  close(): void {
    const windows = [...this.#sockets.clients];
    for (const window of windows) window.close(GOING_AWAY);
    this.#windows.clear();
    this.#sockets.close();
    const terminate = (): void => windows.forEach((window) => window.terminate());
    setTimeout(terminate, FAREWELL_MS).unref();
  }

  #refusal(request: IncomingMessage): string | undefined {
    const origin = this.#options.origin();
    if (!isForUs(request, origin)) return "421 Misdirected Request";
    if (pathOf(request) !== "/bridge") return "404 Not Found";
    if (!isFromOurPage(request, origin)) return "403 Forbidden";
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    const token = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
    const isAdmitted = offered.includes(PROTOCOL) && token !== undefined && this.#options.codes.isToken(token);
    return isAdmitted ? undefined : "403 Forbidden";
  }

  #admit(window: WebSocket, sidecar: SidecarProcess<never>): void {
    this.#lastClient += 1;
    const client = this.#lastClient;
    this.#windows.set(client, window);
    sidecar.post({ kind: "open", client, via: "window" });
    window.on("message", (received, isBinary) => {
      const data = bytesOf(received);
      sidecar.post({ kind: "data", client, data, ...(!isBinary && { isText: true }) });
      wipe(data); // posting copied it
    });
    window.on("error", () => window.terminate()); // `close` follows
    window.on("close", () => {
      this.#windows.delete(client);
      sidecar.post({ kind: "close", client });
    });
  }
}

/** The bytes where they lie. */
function bytesOf(data: RawData): Uint8Array<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const { buffer, byteOffset, byteLength } = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength); // Read from a socket, which gives no shared memory.
}

function wipe(data: Frame): void {
  if (typeof data !== "string") data.fill(0);
}

/** Who keeps its side open after a refusal would hold the socket, and with it the end of the studio. */
function refuse(socket: Duplex, status: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
