import { lookup as lookupName, type LookupAddress } from "node:dns";
import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as TlsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { Readable, Transform } from "node:stream";
import { HttpError, type HttpErrorCode } from "./http-error.ts";
import { assertAddress, reachOf, type Reach } from "./http-reach.ts";

/** Connections to one host at a time; further requests wait. */
const MAX_SOCKETS = 256;

export interface FetchPolicy {
  /** The largest body that is read; of an event stream, the largest single event. */
  readonly maxBytes: number;
  /** From the request to an open connection, name and TLS included. */
  readonly connectTimeoutMs: number;
  /** From the request to the response's headers. */
  readonly headersTimeoutMs: number;
  /** From the request to the end of the body; nothing is a stream then. Absent: as long as it takes. */
  readonly wholeTimeoutMs?: number;
  /** Hosts of this machine or private networks that may be reached, each `host` or `host:port`. Asked for at every request. */
  readonly allowedHosts: () => readonly string[];
  /** The resolver of the operating system, if not told. */
  readonly resolve?: Resolve;
}

/** Asks for all addresses of a name. */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Where the name is not known, Node says so and gives no list at all, whatever its types say. */
export const resolveName: Resolve = (hostname, done) =>
  lookupName(hostname, { all: true }, (error, addresses) => done(error, error ? [] : addresses));

/** Has the shape of the platform's `fetch`, for the callers that libraries are. */
export interface GuardedFetch {
  (url: string | URL, init?: RequestInit): Promise<Response>;
  /** Closes the connections that are kept alive. */
  close(): void;
}

/**
 * Makes the only way from the sidecar to the network over HTTP.
 *
 * It speaks `https` to public addresses, and `http` and `https` to hosts of this machine and of private networks that an admin named, and
 * refuses everything else, as `reachOf` says. A name is judged by the addresses that the connection is made to, at the moment when it is
 * made: one refused address among them refuses the name; the address at the other end is looked at once more before anything is sent, on
 * a connection that was kept alive, too. No redirect is followed; the 3xx response is the answer. No proxy variable of the environment is
 * obeyed.
 *
 * Built on `node:http`, because the platform's `fetch` offers no say in which address a name becomes.
 *
 * @throws {HttpError} from the returned function, and from reading a body.
 */
export function createFetch(policy: FetchPolicy): GuardedFetch {
  const plain = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const guarded = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const reach = reachOf(input, policy.allowedHosts());
    const isTls = reach.url.protocol === "https:";
    const lookup = guardedLookup(reach, policy.resolve ?? resolveName);
    const method = init.method ?? "GET";
    const options: RequestOptions = { agent: isTls ? tls : plain, lookup, method, headers: headersOf(init) };
    init.signal?.throwIfAborted();
    if (init.signal) options.signal = init.signal;
    const sent = (isTls ? httpsRequest : httpRequest)(reach.url, options);
    assertPeer(sent, reach);
    const startedAt = performance.now();
    const message = await exchange(sent, bodyOf(init), policy);
    const { maxBytes, wholeTimeoutMs } = policy;
    if (wholeTimeoutMs === undefined) return toResponse(message, maxBytes, null);
    return toResponse(message, maxBytes, Math.max(0, startedAt + wholeTimeoutMs - performance.now()));
  };
  return Object.assign(guarded, {
    close: () => {
      plain.destroy();
      tls.destroy();
    },
  });
}

/** Resolves a name and refuses all of it when one of its addresses is not allowed: the connection goes to exactly what was judged. */
function guardedLookup(reach: Reach, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "");
      try {
        for (const { address } of addresses) assertAddress(reach, address);
      } catch (refused) {
        return callback(refused instanceof Error ? refused : new Error("internal: a refusal is an error"), "");
      }
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** Looks at who is at the other end, before anything is written: also where a connection of before is used again. */
function assertPeer(sent: ClientRequest, reach: Reach): void {
  sent.once("socket", (socket) => {
    const look = (): void => {
      const { remoteAddress } = socket;
      if (remoteAddress === undefined) return; // Closed already: nothing can be written.
      try {
        assertAddress(reach, remoteAddress);
      } catch (refused) {
        sent.destroy(refused instanceof Error ? refused : undefined);
      }
    };
    if (socket.connecting) socket.once("connect", look);
    else if (!socket.destroyed) look();
  });
}

/** Sends the body and waits for the response's headers. */
function exchange(
  sent: ClientRequest,
  body: string | Uint8Array | null,
  policy: FetchPolicy,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const giveUp = (code: HttpErrorCode, what: string) => () =>
      sent.destroy(new HttpError(code, `No ${what} in time.`));
    const connecting = setTimeout(giveUp("unreachable", "connection"), policy.connectTimeoutMs);
    const answering = setTimeout(giveUp("timeout", "answer"), policy.headersTimeoutMs);
    const connected = (): void => {
      isConnected = true;
      clearTimeout(connecting);
    };
    sent.once("socket", (socket) => {
      if (!socket.connecting && !socket.destroyed) return connected();
      socket.once("encrypted" in socket ? "secureConnect" : "connect", connected);
    });
    sent.once("response", resolve);
    sent.on("error", (error) => reject(isConnected ? brokenOff(error) : unreached(error)));
    sent.once("close", () => {
      clearTimeout(connecting);
      clearTimeout(answering);
      // Node ends what was answered with another protocol (101) without a word.
      reject(new HttpError("closed", "The connection ended without an answer."));
    });
    sent.once("response", () => clearTimeout(answering));
    sent.end(body ?? undefined);
  });
}

// An abort keeps its own error, as callers of `fetch` expect.
const isOurs = (error: Error): boolean => error instanceof HttpError || error.name === "AbortError";
function unreached(error: Error): Error {
  return isOurs(error) ? error : new HttpError("unreachable", `Not reached: ${codeOf(error)}.`, { cause: error });
}
function brokenOff(error: Error): Error {
  return isOurs(error)
    ? error
    : new HttpError("closed", `The connection broke off: ${codeOf(error)}.`, { cause: error });
}
function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** Answers that have no body, whatever the server sends after them. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** @param leftMs For a body that has to end in time; null: it may be a stream. */
async function toResponse(message: IncomingMessage, maxBytes: number, leftMs: number | null): Promise<Response> {
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? "", message.rawHeaders[at + 1] ?? "");
  }
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) {
    message.destroy();
    throw new HttpError("closed", "The status of the response is not one.");
  }
  const isBodiless = BODILESS.has(status);
  if (leftMs === null && !isBodiless && headers.get("content-type")?.startsWith("text/event-stream")) {
    return new Response(boundedEvents(message, maxBytes), { status, headers });
  }
  const late = (): unknown => message.destroy(new HttpError("timeout", "The answer did not end in time."));
  const timer = leftMs === null ? undefined : setTimeout(late, leftMs);
  const body = await collect(message, maxBytes).finally(() => clearTimeout(timer));
  return new Response(isBodiless || body.byteLength === 0 ? null : body, { status, headers });
}

/** What is no stream is read whole before it is handed over: that costs a third of what streaming it would. */
function collect(message: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let count = 0;
    message.on("data", (chunk: Buffer) => {
      count += chunk.byteLength;
      if (count > maxBytes) message.destroy(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    message.once("end", () => resolve(Buffer.concat(chunks)));
    message.on("error", (error) => reject(brokenOff(error)));
  });
}

function boundedEvents(message: IncomingMessage, maxBytes: number): ReadableStream<Uint8Array> {
  const bound = new BoundedEvents(maxBytes);
  message.on("error", (error) => bound.destroy(brokenOff(error)));
  bound.once("close", () => message.destroy());
  // Node's web streams are the platform's; only the declared type of the chunks differs.
  return Readable.toWeb(message.pipe(bound)) as ReadableStream<Uint8Array>;
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError("too_large", `The response is larger than ${maxBytes} bytes.`);
}

/** Lets an event stream through in which no event is larger than `maxBytes`: the count begins anew after every empty line. */
class BoundedEvents extends Transform {
  readonly #maxBytes: number;
  #count = 0;
  #hasEndedLine = false;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    // The empty line may be cut in two.
    if (this.#hasEndedLine && /^\r?\n/.test(chunk.toString("latin1", 0, 2))) this.#count = 0;
    this.#hasEndedLine = chunk.at(-1) === 0x0a;
    const ends = [chunk.indexOf("\n\n"), chunk.indexOf("\n\r\n")].filter((at) => at !== -1);
    // Events that begin and end within one chunk are no larger than a chunk, which is small.
    const largest = this.#count + (ends.length === 0 ? chunk.byteLength : Math.min(...ends));
    if (largest > this.#maxBytes) return done(tooLarge(this.#maxBytes));
    const lastEnd = Math.max(chunk.lastIndexOf("\n\n"), chunk.lastIndexOf("\n\r\n"));
    this.#count = ends.length === 0 ? largest : chunk.byteLength - lastEnd;
    done(null, chunk);
  }
}

function headersOf(init: RequestInit): Record<string, string> {
  const headers: Record<string, string> = {};
  new Headers(init.headers).forEach((value, name) => void (headers[name] = value));
  return headers;
}

function bodyOf({ body }: RequestInit): string | Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError("internal: a request's body is text or bytes");
}
