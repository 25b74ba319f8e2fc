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
import { addressKind } from "./http-address.ts";

/** Why a request got no answer. `closed` means that it may have been received; the others that it was not, or not answered in bounds. */
export type HttpErrorCode = "url_refused" | "unreachable" | "timeout" | "closed" | "too_large";

/** A request that got no usable answer. The message holds no header and no body. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Connections to one host at a time; further requests wait. */
const MAX_SOCKETS = 256;

export interface FetchPolicy {
  /** The largest body that is read; of an event stream, the largest single event. */
  readonly maxBytes: number;
  /** From the request to an open connection, name and TLS included. */
  readonly connectTimeoutMs: number;
  /** From the request to the response's headers. */
  readonly headersTimeoutMs: number;
}

/** Asks for all addresses of a name. */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveName: Resolve = (hostname, done) => lookupName(hostname, { all: true }, done);

/** Has the shape of the platform's `fetch`, for the callers that libraries are. */
export interface GuardedFetch {
  (url: string | URL, init?: RequestInit): Promise<Response>;
  /** Closes the connections that are kept alive. */
  close(): void;
}

/**
 * Makes the only way from the sidecar to the network over HTTP.
 *
 * It speaks `http` and `https` and nothing else, refuses a URL with a user or password in it, link-local, unspecified, multicast and
 * cloud-metadata addresses, and plain `http` to anything but loopback and private addresses. A name is judged by the addresses that the
 * connection is made to, at the moment when it is made: one refused address among them refuses the name. No redirect is followed; the
 * 3xx response is the answer. No proxy variable of the environment is obeyed.
 *
 * Built on `node:http`, because the platform's `fetch` offers no say in which address a name becomes.
 *
 * @param resolve The resolver of the operating system, if not told.
 * @throws {HttpError} from the returned function, and from reading a body.
 */
export function createFetch(policy: FetchPolicy, resolve: Resolve = resolveName): GuardedFetch {
  // `http:` and `https:` are judged differently, so each has its own lookup and its own kept-alive connections.
  const plain = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const plainLookup = guardedLookup(isLocal, resolve);
  const tlsLookup = guardedLookup(isAllowed, resolve);
  const guarded = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = parseAllowedUrl(input);
    const isTls = url.protocol === "https:";
    const agent = isTls ? { agent: tls, lookup: tlsLookup } : { agent: plain, lookup: plainLookup };
    const options: RequestOptions = { ...agent, method: init.method ?? "GET", headers: headersOf(init) };
    init.signal?.throwIfAborted();
    if (init.signal) options.signal = init.signal;
    const sent = (isTls ? httpsRequest : httpRequest)(url, options);
    return toResponse(await exchange(sent, bodyOf(init), policy), policy.maxBytes);
  };
  return Object.assign(guarded, {
    close: () => {
      plain.destroy();
      tls.destroy();
    },
  });
}

/**
 * Reads a URL and refuses it as far as that is possible without asking for the addresses of its name.
 *
 * @throws {HttpError} `url_refused`.
 */
export function parseAllowedUrl(input: string | URL): URL {
  const url = URL.canParse(String(input)) ? new URL(input) : null;
  if (!url) throw refusal("That is not a complete address.");
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refusal("Only http and https addresses are allowed.");
  if (url.username !== "" || url.password !== "") throw refusal("An address must not hold a user name or a password.");
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (!/^[\d.]+$|:/.test(literal)) return url;
  if (!isAllowed(literal)) throw refusal(`The address ${literal} is not allowed.`);
  if (url.protocol === "http:" && !isLocal(literal)) throw plainRefusal();
  return url;
}

const isAllowed = (address: string): boolean => addressKind(address) !== "refused";
const isLocal = (address: string): boolean => addressKind(address) === "local";
const refusal = (message: string): HttpError => new HttpError("url_refused", message);
const plainRefusal = (): HttpError =>
  refusal("Plain http is only allowed to this machine and private networks; use https.");

/** Resolves a name and refuses all of it when one of its addresses is not allowed: the connection goes to exactly what was judged. */
function guardedLookup(allows: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "");
      const bad = addresses.find(({ address }) => !allows(address));
      if (bad) {
        const why = isAllowed(bad.address)
          ? plainRefusal()
          : refusal(`${hostname} leads to ${bad.address}, which is not allowed.`);
        return callback(why, "");
      }
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
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

async function toResponse(message: IncomingMessage, maxBytes: number): Promise<Response> {
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? "", message.rawHeaders[at + 1] ?? "");
  }
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) throw new HttpError("closed", "The status of the response is not one.");
  if (headers.get("content-type")?.startsWith("text/event-stream")) {
    return new Response(boundedEvents(message, maxBytes), { status, headers });
  }
  const body = await collect(message, maxBytes);
  return new Response(body.byteLength === 0 ? null : body, { status, headers });
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
