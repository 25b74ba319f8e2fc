import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "../base/sha256.ts";
import { OAuthError } from "./error.ts";

const MAX_HEADER_BYTES = 16_384;
const MAX_CONNECTIONS = 32;
const REQUEST_MS = 5_000;

/** Where the sign-in comes back to. */
export interface LoopbackWish {
  readonly host: "127.0.0.1" | "localhost";
  /** Null: any that is free. */
  readonly port: number | null;
  readonly path: string;
}

/** A listener for one return. */
export interface Loopback {
  /** As it has to be sent: exactly this text. */
  readonly redirectUri: string;
  readonly port: number;
  /**
   * Resolves with the query of the request that carries this state; all others are refused and change nothing. Then nothing listens for it any more.
   *
   * @throws {OAuthError} `oauth_expired` when `signal` ends it first.
   */
  answer(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/** Opens a listener for returns. @throws {OAuthError} `oauth_port_busy`. */
export async function openDoor({ host, port: wanted }: LoopbackWish): Promise<ReturnDoor> {
  const door = new Door();
  const port = await door.listen("127.0.0.1", wanted ?? 0);
  if (host === "localhost") await door.listenToo("::1", port);
  door.at(host, port);
  return door;
}

/** A listener for several returns. It is closed with the last that is waited for. */
export interface ReturnDoor {
  readonly isClosing: boolean;
  /** Resolves when nothing listens any more. */
  readonly closed: Promise<void>;
  /** Waits for one more return. */
  wait(path: string): Loopback;
}

/** A sign-in that is to come back. `take` is null until its state is known, and again once it came. */
interface Waiting {
  readonly path: string;
  state: Buffer;
  take: ((query: URLSearchParams) => void) | null;
}

class Door implements ReturnDoor {
  readonly #servers: Server[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #gone = Promise.withResolvers<void>();
  readonly closed = this.#gone.promise;
  isClosing = false;
  /** The one value of the Host header that is ours. */
  #authority = "";
  #port = 0;

  at(host: string, port: number): void {
    this.#authority = `${host}:${port}`;
    this.#port = port;
  }

  wait(path: string): Loopback {
    const waiting: Waiting = { path, state: Buffer.alloc(0), take: null };
    this.#waiting.add(waiting);
    return {
      redirectUri: `http://${this.#authority}${path}`,
      port: this.#port,
      answer: (state, signal) => this.#answer(waiting, state, signal),
      close: () => this.#leave(waiting),
    };
  }

  async listen(address: string, port: number): Promise<number> {
    const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_MS });
    server.headersTimeout = REQUEST_MS;
    server.keepAliveTimeout = 1;
    server.maxConnections = MAX_CONNECTIONS;
    server.maxRequestsPerSocket = 1;
    server.on("request", (request, response) => this.#answerTo(request, response));
    server.on("clientError", (error, socket) => {
      const isLarge = "code" in error && error.code === "HPE_HEADER_OVERFLOW";
      if (socket.writable)
        socket.end(`HTTP/1.1 ${isLarge ? "431 Too Large" : "400 Bad Request"}\r\nConnection: close\r\n\r\n`);
    });
    try {
      server.listen({ host: address, port, exclusive: true });
      await once(server, "listening");
    } catch (error) {
      throw new OAuthError("oauth_port_busy", "config", "The port that the sign-in has to come back to is in use.", {
        hint: `Close the program that uses port ${port}, then connect again.`,
        cause: error,
      });
    }
    this.#servers.push(server);
    return (server.address() as AddressInfo).port; // It listens on a port, not on a pipe.
  }

  /** Where the machine has no such address, nobody is sent there. */
  async listenToo(address: string, port: number): Promise<void> {
    try {
      await this.listen(address, port);
    } catch (error) {
      const cause = error instanceof OAuthError ? error.cause : undefined;
      const code = cause instanceof Error && "code" in cause ? cause.code : "";
      if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return;
      await this.#close();
      throw error;
    }
  }

  #answer(waiting: Waiting, state: string, signal: AbortSignal): Promise<URLSearchParams> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        reject(new OAuthError("oauth_expired", "denied", "The sign-in took too long. Begin it again."));
        void this.#leave(waiting);
      };
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      waiting.state = sha256(Buffer.from(state));
      waiting.take = (query) => {
        waiting.take = null; // One use: a second request finds nobody waiting, even before the listener is gone.
        signal.removeEventListener("abort", stop);
        resolve(query);
      };
    });
  }

  async #leave(waiting: Waiting): Promise<void> {
    waiting.take = null;
    this.#waiting.delete(waiting);
    if (this.#waiting.size === 0) await this.#close();
  }

  async #close(): Promise<void> {
    this.isClosing = true;
    const closing = this.#servers.splice(0).map(async (server) => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections(); // Who has not finished asking by now is not the one who was waited for.
      await closed;
    });
    await Promise.all(closing);
    this.#gone.resolve();
  }

  #answerTo(request: IncomingMessage, response: ServerResponse): void {
    const judged = this.#judge(request);
    if (typeof judged === "number") return refuse(request, response, judged);
    const { waiting, query } = judged;
    // The page is on its way before anything is done with what came, and nothing listens for it once it is there.
    response.once("close", () => void this.#leave(waiting));
    writePage(response, 200, ARRIVED);
    response.end();
    waiting.take?.(query);
  }

  /** A refusal, or whose return it is. */
  #judge(request: IncomingMessage): number | { readonly waiting: Waiting; readonly query: URLSearchParams } {
    const { method, url = "" } = request;
    const named = request.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === "host");
    if (named.length !== 1 || request.headers.host !== this.#authority) return 421;
    if (!url.startsWith("/")) return 400;
    const [path, ...rest] = url.split("?");
    const here = [...this.#waiting].filter((waiting) => waiting.path === path);
    if (here.length === 0) return 404;
    if (method !== "GET") return 405;
    const query = new URLSearchParams(rest.join("?"));
    const [state, ...others] = query.getAll("state");
    if (state === undefined || others.length > 0) return 400;
    // Compared as digests: how much of it was right does not show.
    const came = sha256(Buffer.from(state));
    const waiting = here.find((one) => one.take !== null && timingSafeEqual(came, one.state));
    return waiting === undefined ? 400 : { waiting, query };
  }
}

const ARRIVED = "You can close this page and go back to Gatehouse.";
const REFUSED = "This is not an address to open. Go back to Gatehouse and begin again.";

/** What came with it is read first, and dropped: a connection that is closed before is reset, and its browser shows that instead. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  writePage(response, status, REFUSED);
  request.once("end", () => response.end());
  request.resume();
}

function writePage(response: ServerResponse, status: number, text: string): void {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gatehouse</title><p>${text}</p></html>\n`;
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    connection: "close",
    ...(status === 405 ? { allow: "GET" } : {}),
  });
  response.write(body);
}
