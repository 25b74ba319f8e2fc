import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { timingSafeEqual } from "node:crypto";
import type { ProviderRedirect } from "../../src-contract/oauth.ts";
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
   * Resolves with the query of the request that carries this state; all others are refused and change nothing. Then nothing listens any more.
   *
   * @throws {OAuthError} `oauth_expired` when `signal` ends it first.
   */
  answer(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  close(): Promise<void>;
}

/**
 * Listens on this machine alone for the return of a sign-in: one GET to exactly one path with exactly its own name as host.
 *
 * What the page says never depends on the request.
 *
 * @throws {OAuthError} `oauth_port_busy`.
 * @see RFC 8252 sections 7.3 and 8.3
 */
export async function openLoopback(wish: LoopbackWish): Promise<Loopback> {
  const door = new Door(wish.path);
  const port = await door.listen("127.0.0.1", wish.port ?? 0);
  if (wish.host === "localhost") await door.listenToo("::1", port);
  const authority = `${wish.host}:${port}`;
  door.host = authority;
  return {
    redirectUri: `http://${authority}${wish.path}`,
    port,
    answer: (state, signal) => door.answer(state, signal),
    close: () => door.close(),
  };
}

/** The listener that a provider's configuration asks for. @param path Where any port will do. */
export function loopbackWish(redirect: ProviderRedirect, path: string, port: number | null): LoopbackWish {
  return redirect.kind === "fixed" ? redirect : { host: "127.0.0.1", port, path };
}

class Door {
  readonly #path: string;
  readonly #servers: Server[] = [];
  #waiting: { readonly state: Buffer; readonly take: (query: URLSearchParams) => void } | null = null;
  /** The one value of the Host header that is ours. */
  host = "";

  constructor(path: string) {
    this.#path = path;
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
      await this.close();
      throw error;
    }
  }

  answer(state: string, signal: AbortSignal): Promise<URLSearchParams> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting = null;
        reject(new OAuthError("oauth_expired", "denied", "The sign-in took too long. Begin it again."));
        void this.close();
      };
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      const take = (query: URLSearchParams): void => {
        this.#waiting = null; // One use: a second request finds nobody waiting, even before the listener is gone.
        signal.removeEventListener("abort", stop);
        resolve(query);
      };
      this.#waiting = { state: sha256(Buffer.from(state)), take };
    });
  }

  async close(): Promise<void> {
    this.#waiting = null;
    const closing = this.#servers.splice(0).map(async (server) => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections(); // Who has not finished asking by now is not the one who was waited for.
      await closed;
    });
    await Promise.all(closing);
  }

  #answerTo(request: IncomingMessage, response: ServerResponse): void {
    const status = this.#judge(request);
    if (typeof status === "number") return refuse(request, response, status);
    // The page is on its way before anything is done with what came, and nothing listens once it is there.
    response.once("close", () => void this.close());
    writePage(response, 200, ARRIVED);
    response.end();
    status();
  }

  /** A refusal, or what to do. */
  #judge(request: IncomingMessage): number | (() => void) {
    const { method, url = "" } = request;
    const named = request.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === "host");
    if (named.length !== 1 || request.headers.host !== this.host) return 421;
    if (!url.startsWith("/")) return 400;
    const [path, ...rest] = url.split("?");
    if (path !== this.#path) return 404;
    if (method !== "GET") return 405;
    const query = new URLSearchParams(rest.join("?"));
    const [state, ...others] = query.getAll("state");
    const waiting = this.#waiting;
    // Compared as digests: how much of it was right does not show.
    if (waiting === null || state === undefined || others.length > 0) return 400;
    if (!timingSafeEqual(sha256(Buffer.from(state)), waiting.state)) return 400;
    return () => waiting.take(query);
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
