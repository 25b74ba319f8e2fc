import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { cancelledBy, ConnectorError, quoted, type RpcError } from "../error.ts";
import { isJsonObject, isShallow } from "./json-shape.ts";
import type { Wire } from "./wire.ts";

/** A server may say this much a second without having been asked; more is a flood. */
const MAX_UNASKED_PER_SECOND = 2000;

/** What a timer can hold; longer than any connection lives. */
export const FOREVER_MS = 2 ** 31 - 1;
/** From an answer to the end of the exchange that it came in. */
const LINGER_MS = 2000;

export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface PeerEvents {
  onNotification(method: string, params: JsonObject): void;
  /** The connection is gone; what was under way has been rejected. Comes once. */
  onClosed(error: ConnectorError): void;
}

interface Pending {
  resolve(result: JsonObject): void;
  reject(error: unknown): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * One side of a JSON-RPC conversation in which only we ask. A server's own requests are refused, except `ping`.
 *
 * Written for the path of a call: a request costs one timer, one map entry and one promise. Results are handed on as they came, without
 * passing a schema that would drop what it does not know.
 */
export class RpcPeer {
  readonly #wire: Wire;
  readonly #events: PeerEvents;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed: ConnectorError | null = null;
  #windowStart = 0;
  #unasked = 0;
  /** Members of `_meta` that every request carries; the modern era's envelope. */
  #envelope: JsonObject | null = null;

  constructor(wire: Wire, events: PeerEvents) {
    this.#wire = wire;
    this.#events = events;
  }

  open(): Promise<void> {
    return this.#wire.open({
      onMessage: (message) => this.#receive(message),
      onLost: (id, error) => this.#lose(id, error),
      onNoAnswer: (id) => this.#settle(id)?.reject(noAnswer()),
      onClosed: (error) => this.#close(error),
    });
  }

  useEnvelope(envelope: JsonObject | null): void {
    this.#envelope = envelope;
  }

  /** @throws {ConnectorError} `cancelled`, `connector_timeout`, `connector_closed`, `upstream_error` and what the wire throws. */
  request(method: string, params: JsonObject, options: RequestOptions): Promise<JsonObject> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (options.signal?.aborted) return Promise.reject(cancelledBy(options.signal, false));
    const id = this.#nextId++;
    const exchange = this.#wire.kind === "http" ? new AbortController() : null;
    return new Promise<JsonObject>((resolve, reject) => {
      const giveUp = (error: ConnectorError): void => {
        if (!this.#settle(id)) return;
        // The handshake is the one request that must not be cancelled by a notification.
        if (method !== "initialize") this.notify("notifications/cancelled", { requestId: id, reason: error.code });
        exchange?.abort();
        reject(error);
      };
      const timer = setTimeout(() => giveUp(timedOut(options.timeoutMs)), Math.min(options.timeoutMs, FOREVER_MS));
      const onAbort = (): void => (options.signal ? giveUp(cancelledBy(options.signal, true)) : undefined);
      options.signal?.addEventListener("abort", onAbort, { once: true });
      const done = (): void => {
        clearTimeout(timer);
        // A server that keeps the exchange open after its answer would collect our connections.
        if (exchange) setTimeout(() => exchange.abort(), LINGER_MS).unref();
        options.signal?.removeEventListener("abort", onAbort);
      };
      this.#pending.set(id, {
        resolve: (result) => (done(), resolve(result)),
        reject: (error) => (done(), reject(error)),
        onProgress: options.onProgress,
      });
      const message = { jsonrpc: "2.0", id, method, params: this.#withMeta(params, id, options) };
      const send = {
        ...(exchange && { signal: exchange.signal }),
        ...(options.headers && { headers: options.headers }),
      };
      this.#wire.send(message, send).catch((error: unknown) => this.#settle(id)?.reject(error));
    });
  }

  /** Sends and forgets: a notification that does not arrive is noticed by what follows it. */
  notify(method: string, params: JsonObject): void {
    const meta = this.#envelope ? { ...params, _meta: this.#envelope } : params;
    this.#wire.send({ jsonrpc: "2.0", method, params: meta }).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#close(new ConnectorError("connector_closed", "The connection was closed by Gatehouse."));
    await this.#wire.close();
  }

  #withMeta(params: JsonObject, id: number, { onProgress }: RequestOptions): JsonObject {
    if (!onProgress) return this.#envelope ? { ...params, _meta: this.#envelope } : params;
    return { ...params, _meta: { ...this.#envelope, progressToken: id } };
  }

  #receive(message: JsonObject): void {
    const { id, method } = message;
    // Our ids are numbers; some servers give them back as text.
    const own = typeof id === "string" ? Number(id) : id;
    if (method === undefined && typeof own === "number") return this.#answer(own, message);
    if (this.#isFlood()) return this.#refuseFlood();
    if (typeof method !== "string") return;
    if (id === undefined) return this.#notified(method, isJsonObject(message["params"]) ? message["params"] : {});
    // The modern era has no requests from servers, so there is nothing to answer.
    if (this.#envelope || (typeof id !== "number" && typeof id !== "string")) return;
    this.#wire.send(replyTo(id, method)).catch(() => undefined);
  }

  #answer(id: number, message: JsonObject): void {
    const pending = this.#settle(id);
    if (!pending) return;
    const { result, error } = message;
    if (isJsonObject(error)) return pending.reject(upstreamError(error));
    if (!isJsonObject(result)) return pending.reject(misbehaved("an answer without a result"));
    pending.resolve(result);
  }

  #notified(method: string, params: JsonObject): void {
    if (method !== "notifications/progress") return this.#events.onNotification(method, params);
    const { progressToken, progress, total, message } = params;
    const pending = typeof progressToken === "number" ? this.#pending.get(progressToken) : undefined;
    if (!pending?.onProgress || typeof progress !== "number") return;
    pending.onProgress({
      progress,
      ...(typeof total === "number" && { total }),
      ...(typeof message === "string" && { message: message.slice(0, 1000) }),
    });
  }

  #settle(id: number | string): Pending | undefined {
    if (typeof id !== "number") return undefined;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** An answer was lost. If nobody can tell whose it was, all that wait are told. */
  #lose(id: number | null, error: ConnectorError): void {
    const ids = id !== null && this.#pending.has(id) ? [id] : [...this.#pending.keys()];
    for (const one of ids) this.#settle(one)?.reject(error);
  }

  #isFlood(): boolean {
    const now = performance.now();
    if (now - this.#windowStart > 1000) {
      this.#windowStart = now;
      this.#unasked = 0;
    }
    return ++this.#unasked > MAX_UNASKED_PER_SECOND;
  }

  #refuseFlood(): void {
    this.#close(misbehaved(`more than ${MAX_UNASKED_PER_SECOND} messages a second that nobody asked for`));
    void this.#wire.close();
  }

  #close(error: ConnectorError): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const pending of this.#pending.values()) pending.reject(error.afterSending());
    this.#pending.clear();
    this.#events.onClosed(error);
  }
}

function replyTo(id: number | string, method: string): JsonObject {
  if (method === "ping") return { jsonrpc: "2.0", id, result: {} };
  return { jsonrpc: "2.0", id, error: { code: -32601, message: "Gatehouse offers no methods to servers" } };
}

function upstreamError(error: { readonly [key: string]: Json }): ConnectorError {
  const { code, message, data } = error;
  if (!isShallow(error)) return misbehaved("an error that is nested too deep");
  const rpcError: RpcError = {
    code: typeof code === "number" ? code : -32603,
    message: typeof message === "string" ? message : "",
    ...(data !== undefined && { data }),
  };
  return new ConnectorError("upstream_error", `The server answered with error ${rpcError.code}.`, {
    rpcError,
    detail: quoted(JSON.stringify(error)),
    mayHaveRun: true,
  });
}

function timedOut(timeoutMs: number): ConnectorError {
  return new ConnectorError(
    "connector_timeout",
    `The server did not answer within ${Math.round(timeoutMs / 1000)} s.`,
    {
      hint: "The tool may still be at work. Look at what it did before you call it again.",
      mayHaveRun: true,
    },
  );
}

function noAnswer(): ConnectorError {
  return new ConnectorError("connector_closed", "The server ended its answer before it was complete.", {
    hint: "Look at what the tool did before you call it again.",
    mayHaveRun: true,
  });
}

function misbehaved(what: string): ConnectorError {
  return new ConnectorError("connector_misbehaved", `The server sent ${what}.`, {
    hint: "This is a fault of the server. Report it to whoever makes it.",
    mayHaveRun: true,
  });
}
