import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { cancelledBy, ConnectorError } from "../error.ts";
import type { SendOptions } from "./wire.ts";

/** What a timer can hold; longer than any connection lives. */
export const FOREVER_MS = 2 ** 31 - 1;
/** From an answer to the end of the exchange that it came in. */
const LINGER_MS = 2000;

export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** A line of a server's log. Untrusted. */
export interface LogLine {
  readonly level: string;
  readonly logger?: string;
  readonly data: Json;
}

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Whoever wants to hear the server's log while this runs, from this level on. */
  readonly log?: { readonly level: string; readonly onLine: (line: LogLine) => void } | undefined;
  /** It waits for something to happen, not for an answer. */
  readonly isBackground?: boolean | undefined;
}

/** A request that waits for its answer, for the end of its time, or for somebody to give up on it. */
export class PendingRequest {
  readonly answer: Promise<JsonObject>;
  readonly #options: RequestOptions;
  /** Ends the exchange that the request has for itself, where it has one. */
  readonly #exchange: AbortController | null;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: () => void;
  #resolve: (result: JsonObject) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  /** @param onGiveUp Told when nobody wants to wait any more. It is to call `abandon`. */
  constructor(options: RequestOptions, hasExchange: boolean, onGiveUp: (error: ConnectorError) => void) {
    const { signal, timeoutMs } = options;
    this.#options = options;
    this.#exchange = hasExchange ? new AbortController() : null;
    this.answer = new Promise<JsonObject>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => onGiveUp(timedOut(timeoutMs)), Math.min(timeoutMs, FOREVER_MS));
    this.#onAbort = () => signal && onGiveUp(cancelledBy(signal, true));
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get sendOptions(): SendOptions {
    const { headers } = this.#options;
    return { ...(this.#exchange && { signal: this.#exchange.signal }), ...(headers && { headers }) };
  }

  get wantsProgress(): boolean {
    return this.#options.onProgress !== undefined;
  }

  get isBackground(): boolean {
    return this.#options.isBackground === true;
  }

  /** From which level on it wants to hear the server's log; null: not at all. */
  get logLevel(): string | null {
    return this.#options.log?.level ?? null;
  }

  log(line: LogLine): void {
    this.#options.log?.onLine(line);
  }

  progress(progress: Progress): void {
    this.#options.onProgress?.(progress);
  }

  resolve(result: JsonObject): void {
    this.#end();
    this.#resolve(result);
  }

  reject(error: unknown): void {
    this.#end();
    this.#reject(error);
  }

  abandon(error: ConnectorError): void {
    this.#exchange?.abort();
    this.reject(error);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    const exchange = this.#exchange;
    // A server that keeps the exchange open after its answer would collect our connections.
    if (exchange && !exchange.signal.aborted) setTimeout(() => exchange.abort(), LINGER_MS).unref();
  }
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
