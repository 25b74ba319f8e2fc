import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { cancelledBy, ConnectorError, quoted, type RpcError } from "../error.ts";
import { isJsonObject, isShallow } from "./json-shape.ts";
import { PendingRequest, type RequestOptions } from "./pending-request.ts";
import type { Wire } from "./wire.ts";

/** A server may say this much a second without having been asked; more is a flood. */
const MAX_UNASKED_PER_SECOND = 2000;
const MAX_UNASKED_CHARS_PER_SECOND = 8 * 1024 * 1024; // Reading them keeps everybody else waiting.
const LOG_LEVEL = "io.modelcontextprotocol/logLevel";

export interface PeerEvents {
  onNotification(method: string, params: JsonObject): void;
  /** The connection is gone; what was under way has been rejected. Comes once. */
  onClosed(error: ConnectorError): void;
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
  readonly #pending = new Map<number, PendingRequest>();
  #nextId = 1;
  #closed: ConnectorError | null = null;
  #windowStart = 0;
  #unasked = 0;
  #unaskedChars = 0;
  /** Members of `_meta` that every request carries; the modern era's envelope. */
  #envelope: JsonObject | null = null;

  constructor(wire: Wire, events: PeerEvents) {
    this.#wire = wire;
    this.#events = events;
  }

  open(): Promise<void> {
    return this.#wire.open({
      onMessage: (message, chars) => this.#receive(message, chars),
      onNoise: (chars) => void (this.#isFlood(chars) && this.#refuseFlood()),
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
    const hasExchange = this.#wire.kind === "http";
    const pending = new PendingRequest(options, hasExchange, (error) => this.#giveUp(id, method, error));
    this.#pending.set(id, pending);
    const message = { jsonrpc: "2.0", id, method, params: this.#withMeta(params, pending, id) };
    this.#wire.send(message, pending.sendOptions).catch((error: unknown) => this.#settle(id)?.reject(error));
    return pending.answer;
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

  #withMeta(params: JsonObject, { wantsProgress, logLevel }: PendingRequest, id: number): JsonObject {
    const hasLevel = this.#envelope !== null && logLevel !== null;
    if (!wantsProgress && !hasLevel) return this.#envelope ? { ...params, _meta: this.#envelope } : params;
    const level = hasLevel ? { [LOG_LEVEL]: logLevel } : {};
    return { ...params, _meta: { ...this.#envelope, ...level, ...(wantsProgress && { progressToken: id }) } };
  }

  #giveUp(id: number, method: string, error: ConnectorError): void {
    const pending = this.#settle(id);
    if (!pending) return;
    // The handshake must not be cancelled by a notification, and a modern exchange is cancelled by its end.
    const isTold = method !== "initialize" && !(this.#envelope && this.#wire.kind === "http");
    if (isTold) this.notify("notifications/cancelled", { requestId: id, reason: error.code });
    pending.abandon(error);
  }

  #receive(message: JsonObject, chars = 0): void {
    const { id, method } = message;
    // Our ids are numbers; some servers give them back as text.
    const own = typeof id === "string" ? Number(id) : id;
    const pending = method === undefined && typeof own === "number" ? this.#settle(own) : undefined;
    if (pending) return answer(pending, message);
    if (this.#isFlood(chars)) return this.#refuseFlood();
    if (typeof method !== "string") return;
    if (id === undefined) return this.#notified(method, isJsonObject(message["params"]) ? message["params"] : {});
    // The modern era has no requests from servers, so there is nothing to answer.
    if (this.#envelope || (typeof id !== "number" && typeof id !== "string")) return;
    this.#wire.send(replyTo(id, method)).catch(() => undefined);
  }

  #notified(method: string, params: JsonObject): void {
    if (method === "notifications/message") return this.#logged(params);
    if (method !== "notifications/progress") return this.#events.onNotification(method, params);
    const { progressToken, progress, total, message } = params;
    const pending = typeof progressToken === "number" ? this.#pending.get(progressToken) : undefined;
    if (!pending || typeof progress !== "number") return;
    pending.progress({
      progress,
      ...(typeof total === "number" && { total }),
      ...(typeof message === "string" && { message: message.slice(0, 1000) }),
    });
  }

  /** A line of the log does not say what it is about. Where more than one request is under way, it is nobody's. */
  #logged({ level, logger, data }: JsonObject): void {
    if (typeof level !== "string" || data === undefined) return;
    let only: PendingRequest | null = null;
    for (const pending of this.#pending.values()) {
      if (pending.isBackground) continue;
      if (only) return;
      only = pending;
    }
    only?.log({ level, data, ...(typeof logger === "string" && { logger: logger.slice(0, 200) }) });
  }

  #settle(id: number | string): PendingRequest | undefined {
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

  #isFlood(chars: number): boolean {
    const now = performance.now();
    if (now - this.#windowStart > 1000) {
      this.#windowStart = now;
      this.#unasked = 0;
      this.#unaskedChars = 0;
    }
    this.#unasked += 1;
    this.#unaskedChars += chars;
    return this.#unasked > MAX_UNASKED_PER_SECOND || this.#unaskedChars > MAX_UNASKED_CHARS_PER_SECOND;
  }

  #refuseFlood(): void {
    this.#close(misbehaved(`more in a second than ${MAX_UNASKED_PER_SECOND} messages or 8 MiB that nobody asked for`));
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

function answer(pending: PendingRequest, { result, error }: JsonObject): void {
  if (isJsonObject(error)) pending.reject(upstreamError(error));
  else if (isJsonObject(result)) pending.resolve(result);
  else pending.reject(misbehaved("an answer without a result"));
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
