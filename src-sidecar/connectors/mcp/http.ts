import type { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../base/canonical-json.ts";
import { createFetch, HttpError, parseAllowedUrl, type GuardedFetch } from "../../base/http.ts";
import { ConnectorError } from "../error.ts";
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

export interface HttpOptions {
  readonly url: string;
  readonly maxMessageBytes: number;
  readonly connectTimeoutMs: number;
  /** The longest that any call may wait for its answer to begin. */
  readonly headersTimeoutMs: number;
  /** The headers to add. Asked for at every single request, and not kept. */
  readonly attachHeaders: () => Promise<Readonly<Record<string, string>>>;
}

/** A remote server that speaks Streamable HTTP. */
export class HttpWire implements Wire {
  readonly kind = "http";
  readonly #options: HttpOptions;
  readonly #fetch: GuardedFetch;
  #transport: StreamableHTTPClientTransport | null = null;
  #events: WireEvents | null = null;
  #underWay = 0;

  constructor(options: HttpOptions) {
    const { maxMessageBytes, connectTimeoutMs, headersTimeoutMs } = options;
    this.#options = options;
    this.#fetch = createFetch({ maxBytes: maxMessageBytes, connectTimeoutMs, headersTimeoutMs });
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
      throw this.#explain(failureOf(error), transport.sessionId !== undefined);
    } finally {
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
      return parseAllowedUrl(this.#options.url);
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
    const headers = withAttached(own, await this.#options.attachHeaders());
    try {
      const response = await this.#fetch(input, { ...init, headers });
      return exchange === null ? response : this.#watched(response, Number(exchange));
    } catch (error) {
      this.#noticeAbsence(init, error);
      throw error;
    }
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
