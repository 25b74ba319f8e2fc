import { setTimeout as delay } from "node:timers/promises";
import { errorLine, NOT_RUNNING } from "./answers.ts";
import type { Exchanges, Write } from "./exchange.ts";
import { parseAgentLine, type Id } from "./message.ts";

/** One run of the handshake and what the server made of it. */
interface Handshake {
  /** The agent's own `initialize`, kept to begin again when the studio was restarted. */
  readonly initialize: string;
  /** Absent where the server keeps no sessions. */
  readonly sessionId: string | undefined;
  /** What the server chose; later requests name it in a header. */
  readonly version: string;
}

/** Waiting times of the server's own stream after it broke. */
export interface ReopenAfterMs {
  readonly first: number;
  readonly last: number;
}

const FAREWELL_MS = 1_000;
const swallow: Write = () => Promise.resolve();

/** The session of an agent that shakes hands first (2025-11-25 and before). */
export class LegacySession {
  readonly #exchanges: Exchanges;
  readonly #write: Write;
  readonly #reopenAfterMs: ReopenAfterMs;
  #handshake: Handshake | undefined;
  #renewal: Promise<boolean> | undefined;
  #stream = new AbortController();

  constructor(exchanges: Exchanges, write: Write, reopenAfterMs: ReopenAfterMs) {
    this.#exchanges = exchanges;
    this.#write = write;
    this.#reopenAfterMs = reopenAfterMs;
  }

  get hasBegun(): boolean {
    return this.#handshake !== undefined;
  }

  /** Passes the agent's `initialize` on. */
  async initialize(body: string, ids: readonly Id[]): Promise<void> {
    this.#stream.abort();
    this.#handshake = undefined;
    await this.#begin(body, ids, this.#write);
  }

  /** Passes `notifications/initialized` on; from here the server may speak by itself. */
  async initialized(body: string): Promise<void> {
    await this.tell(body);
    this.#openStream();
  }

  /** A request; when the server has forgotten the session, a new one is begun and it is sent again. */
  async ask(body: string, ids: readonly Id[]): Promise<void> {
    const handshake = this.#handshake;
    const mayBeForgotten = handshake?.sessionId !== undefined;
    const message = { body, ids, headers: headersOf(handshake), mayBeForgotten };
    const outcome = await this.#exchanges.send(message, this.#write);
    if (outcome.kind !== "forgotten") return;
    if (await this.#renew(handshake)) {
      await this.#exchanges.send({ body, ids, headers: headersOf(this.#handshake) }, this.#write);
    } else {
      for (const id of ids) await this.#write(errorLine(id, NOT_RUNNING));
    }
  }

  /** Sends what expects no answer: a notification, or an answer to a question of the server. */
  async tell(body: string): Promise<void> {
    await this.#exchanges.send({ body, ids: [], headers: headersOf(this.#handshake) }, this.#write);
  }

  async end(): Promise<void> {
    this.#stream.abort();
    if (this.#handshake?.sessionId === undefined) return;
    await this.#exchanges.endSession(headersOf(this.#handshake), AbortSignal.timeout(FAREWELL_MS));
  }

  async #begin(body: string, ids: readonly Id[], write: Write): Promise<boolean> {
    const outcome = await this.#exchanges.send({ body, ids, headers: {} }, write);
    if (outcome.kind !== "done" || outcome.version === undefined) return false;
    this.#handshake = { initialize: body, sessionId: outcome.sessionId, version: outcome.version };
    return true;
  }

  /** Begins a forgotten session anew, once for all requests that notice. The agent sees nothing of it. */
  #renew(forgotten: Handshake | undefined): Promise<boolean> {
    if (forgotten === undefined) return Promise.resolve(false);
    if (this.#handshake !== forgotten) return Promise.resolve(true);
    this.#renewal ??= this.#renewNow(forgotten).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renewNow(forgotten: Handshake): Promise<boolean> {
    const line = parseAgentLine(forgotten.initialize);
    const ids = line?.kind === "initialize" ? line.ids : [];
    if (!(await this.#begin(forgotten.initialize, ids, swallow))) return false;
    await this.initialized(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));
    return true;
  }

  #openStream(): void {
    this.#stream.abort();
    this.#stream = new AbortController();
    void this.#keepStream(this.#stream.signal, headersOf(this.#handshake));
  }

  /** Listens as long as the server offers its stream, and again when it broke. */
  async #keepStream(signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<void> {
    const { first, last } = this.#reopenAfterMs;
    let waitMs = first;
    while (!signal.aborted) {
      try {
        if (!(await this.#exchanges.listen(headers, signal, this.#write))) return;
        waitMs = first;
      } catch {
        waitMs = Math.min(waitMs * 2, last); // broken or refused: the studio may be starting again
      }
      await delay(waitMs, undefined, { ref: false, signal }).catch(() => undefined); // ended while waiting
    }
  }
}

function headersOf(handshake: Handshake | undefined): Record<string, string> {
  if (handshake === undefined) return {};
  return {
    "MCP-Protocol-Version": handshake.version,
    ...(handshake.sessionId === undefined ? {} : { "Mcp-Session-Id": handshake.sessionId }),
  };
}
