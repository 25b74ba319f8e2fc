import type { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../base/canonical-json.ts";
import { HttpError } from "../../base/http-error.ts";
import { reachOf } from "../../base/http-reach.ts";
import { createFetch, type GuardedFetch } from "../../base/http.ts";
import type { Attachment, Outgoing } from "../attachment.ts";
import { ConnectorError, type Refusal } from "../error.ts";
import { failureOf, sessionEnded, type Failure } from "./http-failure.ts";
import { isJsonObject } from "./json-shape.ts";
import type { SendOptions, Wire, WireEvents } from "./wire.ts";

/** Tells our `fetch` which request it carries; it never leaves this process. */
const EXCHANGE_HEADER = "x-gatehouse-exchange";
/** Headers that say where a message begins, ends and belongs. A connector does not set them. */
const OWN_HEADERS: ReadonlySet<string> = new Set(
  "accept connection content-length content-type expect host keep-alive last-event-id mcp-method mcp-name mcp-protocol-version mcp-session-id te trailer transfer-encoding upgrade"
    .split(" ")
    .concat(EXCHANGE_HEADER),
);
const CLOSE_TIMEOUT_MS = 2000;
const MAX_CHALLENGE_CHARS = 8192;

export interface HttpOptions {
  readonly url: string;
  readonly maxMessageBytes: number;
  readonly connectTimeoutMs: number;
  /** The longest that any call may wait for its answer to begin. */
  readonly headersTimeoutMs: number;
  readonly allowedHosts: () => readonly string[];
  readonly credentials: {
    /** The headers to add. Asked for at every single request, and not kept. */
    attach(outgoing: Outgoing): Promise<Attachment>;
    /** Whether a request that was refused is sent once more. */
    refused(refusal: Refusal, attached: Attachment): Promise<"again" | "no">;
  };
}

/** A remote server that speaks Streamable HTTP. */
export class HttpWire implements Wire {
  readonly kind = "http";
  readonly #options: HttpOptions;
  readonly #fetch: GuardedFetch;
  #transport: StreamableHTTPClientTransport | null = null;
  #events: WireEvents | null = null;
  #underWay = 0;
  /** How requests that are under way were refused, by their ids. */
  readonly #refusals = new Map<number, Refusal>();

  constructor(options: HttpOptions) {
    const { maxMessageBytes, connectTimeoutMs, headersTimeoutMs, allowedHosts } = options;
    this.#options = options;
    this.#fetch = createFetch({ maxBytes: maxMessageBytes, connectTimeoutMs, headersTimeoutMs, allowedHosts });
  }

  async open(events: WireEvents): Promise<void> {
    const url = this.#allowedUrl();
    // The SDK is large, and a studio whose connectors are all processes never needs it.
    const sdk = await import("@modelcontextprotocol/client");
    const transport = new sdk.StreamableHTTPClientTransport(url, {
      fetch: (input, init) => this.#fetchWithHeaders(input, init),
      redirectPolicy: "same-origin",
    });
    const receive = (message: unknown): void => {
      if (isJsonObject(message)) this.#events?.onMessage(message);
    };
    Object.assign(transport, { onmessage: receive });
    this.#events = events;
    this.#transport = transport;
    await transport.start();
  }

  async send(message: JsonObject, options: SendOptions = {}): Promise<void> {
    const transport = this.#transport;
    if (!transport) throw new ConnectorError("connector_closed", "The connection was closed by Gatehouse.");
    const id = typeof message["id"] === "number" ? message["id"] : null;
    this.#underWay += 1;
    try {
      // `message` was made by the peer as a JSON-RPC message; the SDK's union type only says so member by member.
      await transport.send(message as unknown as Parameters<typeof transport.send>[0], {
        headers: { ...options.headers, ...(id !== null && { [EXCHANGE_HEADER]: String(id) }) },
        ...(options.signal && { requestSignal: options.signal }),
        ...(id !== null && { onRequestStreamEnd: () => this.#events?.onNoAnswer(id) }),
      });
    } catch (error) {
      const refusal = id === null ? undefined : this.#refusals.get(id);
      throw this.#explain(failureOf(error, refusal), transport.sessionId !== undefined);
    } finally {
      if (id !== null) this.#refusals.delete(id);
      this.#underWay -= 1;
    }
  }

  setProtocolVersion(version: string): void {
    this.#transport?.setProtocolVersion(version);
  }

  async close(): Promise<void> {
    const transport = this.#transport;
    this.#events = null;
    this.#transport = null;
    if (!transport) return;
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    // A session that cannot be ended properly ends by itself on the server.
    await Promise.race([transport.terminateSession().catch(() => undefined), late]);
    await transport.close().catch(() => undefined); // Its own listeners may throw; the connections end below either way.
    this.#fetch.close();
  }

  #allowedUrl(): URL {
    try {
      return reachOf(this.#options.url, this.#options.allowedHosts()).url;
    } catch (error) {
      throw failureOf(error).error;
    }
  }

  /** The error of a request. Nobody being there is not the request's trouble alone. */
  #explain(failure: Failure, hasSession: boolean): unknown {
    if (hasSession && failure.status === 404) return sessionEnded(failure);
    const { error, isUnreachable } = failure;
    // Later than the rejection of this request, which is the one that surely did not run.
    if (isUnreachable) setImmediate(() => error instanceof ConnectorError && this.#end(error));
    return error;
  }

  #end(error: ConnectorError): void {
    const events = this.#events;
    this.#events = null;
    events?.onClosed(error);
  }

  async #fetchWithHeaders(input: string | URL, init: RequestInit = {}): Promise<Response> {
    const own = new Headers(init.headers);
    const exchange = own.get(EXCHANGE_HEADER);
    own.delete(EXCHANGE_HEADER);
    const request = { ...init, headers: own };
    try {
      const { response, refusal } = await this.#fetchAuthorized(input, request);
      if (exchange === null) return response;
      if (refusal) this.#refusals.set(Number(exchange), refusal);
      return this.#watched(response, Number(exchange));
    } catch (error) {
      this.#noticeAbsence(init, error);
      throw error;
    }
  }

  /** Sends a request with what is attached to it; once more if it was refused and something else would be attached now. */
  async #fetchAuthorized(input: string | URL, request: RequestInit & { readonly headers: Headers }): Promise<Answered> {
    const { credentials } = this.#options;
    const outgoing = { kind: "request", method: request.method ?? "GET", url: String(input) } as const;
    const attempt = async (): Promise<Answered & { readonly attached: Attachment }> => {
      const attached = await credentials.attach(outgoing);
      const headers = withAttached(new Headers(request.headers), attached.headers);
      const response = await this.#fetch(input, { ...request, headers });
      return { response, attached, refusal: refusalOf(response, outgoing) };
    };
    const first = await attempt();
    if (!first.refusal) return first;
    request.signal?.throwIfAborted();
    return (await credentials.refused(first.refusal, first.attached)) === "again" ? attempt() : first;
  }

  /** The stream for announcements is the first to learn that a server went away while nothing else is under way. */
  #noticeAbsence(init: RequestInit, error: unknown): void {
    if (init.method !== "GET" || this.#underWay > 0) return;
    const failure = failureOf(error);
    if (failure.isUnreachable && failure.error instanceof ConnectorError) this.#end(failure.error);
  }

  /** The SDK reports a broken event stream as text; this keeps the reason. */
  #watched(response: Response, id: number): Response {
    const { body, status, headers } = response;
    if (!body || !headers.get("content-type")?.startsWith("text/event-stream")) return response;
    const lose = (error: unknown): void => {
      const failure = failureOf(error);
      if (error instanceof HttpError && failure.error instanceof ConnectorError)
        this.#events?.onLost(id, failure.error);
    };
    return new Response(ReadableStream.from(read(body, lose)), { status, headers });
  }
}

async function* read(body: ReadableStream<Uint8Array>, onError: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    onError(error);
    throw error;
  }
}

interface Answered {
  readonly response: Response;
  readonly refusal: Refusal | undefined;
}

/** What a server says about the credentials that it wants; everything else in its headers is nobody's business. */
function refusalOf({ status, headers }: Response, outgoing: { method: string; url: string }): Refusal | undefined {
  if (status !== 401 && status !== 403) return undefined;
  const kept = new Headers();
  for (const name of ["www-authenticate", "dpop-nonce"]) {
    const value = headers.get(name);
    if (value !== null && value.length <= MAX_CHALLENGE_CHARS) kept.set(name, value);
  }
  return { status, method: outgoing.method, url: outgoing.url, headers: kept };
}

function withAttached(own: Headers, attached: Readonly<Record<string, string>>): Headers {
  for (const [name, value] of Object.entries(attached)) {
    if (OWN_HEADERS.has(name.toLowerCase())) throw unfit(name, "Gatehouse sets that header itself.");
    try {
      own.set(name, value);
    } catch {
      // The platform's error quotes the value, which may be a secret.
      throw unfit(name, "Its name or value has characters that a header cannot carry.");
    }
  }
  return own;
}

function unfit(name: string, hint: string): ConnectorError {
  return new ConnectorError("connector_refused", `The header ${JSON.stringify(name)} cannot be sent.`, { hint });
}
