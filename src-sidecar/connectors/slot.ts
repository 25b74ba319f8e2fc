import type { ConnectionState } from "../../src-contract/connector.ts";
import type { Clock } from "../base/clock.ts";
import { ConnectorError } from "./error.ts";
import type { Era } from "./mcp/era.ts";
import type { McpConnection } from "./mcp/mcp-connection.ts";
import type { ConnectorTarget } from "./target.ts";

/** A call while the connector is down tries by itself if nobody has tried for so long. */
const FRESH_MS = 2000;
const RETRY_FIRST_MS = 1000;
const RETRY_LAST_MS = 60_000;
const MAX_RETRIES = 10;
/** A connection that lived so long was a good one: the next trouble starts counting anew. */
const GOOD_MS = 30_000;
const RETRIED = ["connector_unreachable", "connector_closed", "connector_timeout", "result_too_large"];

/** An open connection and how much it is needed. */
export interface Live {
  readonly connection: McpConnection;
  readonly target: ConnectorTarget;
  inFlight: number;
  usedAt: number;
  /** It belongs to an older revision and closes with its last call. */
  isRetired: boolean;
}

export interface Attempt {
  /** The era that worked before. */
  readonly knownEra: Era | null;
  readonly signal: AbortSignal;
  readonly onClosed: (error: ConnectorError) => void;
}

export interface SlotOptions {
  readonly clock: Clock;
  open(target: ConnectorTarget, attempt: Attempt): Promise<McpConnection>;
  /** A connection was opened, and not in order to ask for tools: the server may be another one than it was. */
  onOpened(): void;
  /** @param error Why it is down. */
  onState(state: ConnectionState, error?: ConnectorError): void;
}

interface Opening {
  readonly promise: Promise<Live>;
  readonly revision: string;
}

interface Trouble {
  readonly error: ConnectorError;
  readonly revision: string;
  readonly since: number;
  readonly lastTryAt: number;
  readonly retryAt: number | null;
}

/**
 * The place of one connection: one connector for one owner. It opens at the first need, once however many need it; gives way to a new
 * revision; and when the server is away tries again by itself, less and less often.
 */
export class Slot {
  readonly #options: SlotOptions;
  #live: Live | null = null;
  #opening: Opening | null = null;
  /** The one above, and those for older revisions that are still under way. */
  readonly #attempts = new Set<Promise<Live>>();
  /** The revision that was last asked for. Attempts for another one may still be under way. */
  #wanted = "";
  #trouble: Trouble | null = null;
  #retries = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #era: Era | null = null;
  #isClosed = false;
  /** Ends an attempt that is under way when the slot closes. */
  readonly #ending = new AbortController();
  readonly #retired = new Set<Live>();

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** The connection, if it is open and of this revision. */
  current(revision: string): Live | null {
    return this.#live?.target.revision === revision ? this.#live : null;
  }

  /** @param isEager Tries even if somebody has just failed. */
  async acquire(target: ConnectorTarget, isEager: boolean): Promise<Live> {
    const { revision } = target;
    const live = this.current(revision);
    if (live) return live;
    if (this.#isClosed) throw closedByUs();
    if (this.#opening?.revision === revision) return this.#opening.promise;
    const trouble = this.#trouble;
    if (!isEager && trouble?.revision === revision && this.#options.clock.now() - trouble.lastTryAt < FRESH_MS) {
      throw stillDown(trouble);
    }
    return this.#start(target, isEager);
  }

  /** Told after every use. */
  release(live: Live): void {
    live.inFlight -= 1;
    live.usedAt = this.#options.clock.now();
    this.#closeIfRetired(live);
  }

  /** No new use of this connection: its server has forgotten it. Calls under way may end. */
  abandon(live: Live): void {
    if (this.#live === live) this.#retire(live);
  }

  /** Ends the connection for what its server does; calls under way are rejected. */
  end(error: ConnectorError): void {
    if (this.#live) this.#lost(this.#live, error, this.#live.usedAt);
  }

  /** Closes the connection if nobody has used it since then. */
  recycle(unusedSince: number): void {
    const live = this.#live;
    if (!live || live.inFlight > 0 || live.usedAt > unusedSince) return;
    this.#live = null;
    this.#tell({ kind: "idle" });
    void live.connection.close();
  }

  async close(): Promise<void> {
    this.#tell({ kind: "idle" });
    this.#isClosed = true;
    this.#ending.abort();
    clearTimeout(this.#retryTimer);
    const all = [...this.#retired, ...(this.#live ? [this.#live] : [])];
    this.#live = null;
    this.#trouble = null;
    this.#retired.clear();
    await Promise.allSettled([...all.map(({ connection }) => connection.close()), ...this.#attempts]);
  }

  #start(target: ConnectorTarget, isEager: boolean): Promise<Live> {
    const { revision } = target;
    clearTimeout(this.#retryTimer);
    this.#wanted = revision;
    if (this.#live) this.#retire(this.#live);
    if (this.#trouble?.revision !== revision) this.#retries = 0;
    this.#tell({ kind: "connecting" });
    const opening = { promise: this.#open(target, isEager), revision };
    this.#opening = opening;
    void this.#forget(opening);
    return opening.promise;
  }

  async #forget(opening: Opening): Promise<void> {
    this.#attempts.add(opening.promise);
    await Promise.allSettled([opening.promise]);
    this.#attempts.delete(opening.promise);
    if (this.#opening === opening) this.#opening = null;
  }

  async #open(target: ConnectorTarget, isEager: boolean): Promise<Live> {
    const startedAt = this.#options.clock.now();
    let live: Live | null = null;
    let early: ConnectorError | null = null;
    const onClosed = (error: ConnectorError): void => {
      if (live) this.#lost(live, error, startedAt);
      else early = error;
    };
    try {
      const connection = await this.#options.open(target, {
        knownEra: this.#era,
        signal: this.#ending.signal,
        onClosed,
      });
      live = { connection, target, inFlight: 0, usedAt: this.#options.clock.now(), isRetired: false };
    } catch (error) {
      this.#era = null;
      this.#failed(error, target);
      throw error;
    }
    this.#era = live.connection.server.era;
    if (this.#isClosed) {
      await live.connection.close();
      throw closedByUs();
    }
    this.#settle(live);
    if (!isEager) this.#options.onOpened();
    if (early) this.#lost(live, early, startedAt);
    return live;
  }

  /** Takes the new connection into use, unless a newer revision has been asked for in the meantime. */
  #settle(live: Live): void {
    if (live.target.revision !== this.#wanted) return this.#retire(live);
    const { protocolVersion, name } = live.connection.server;
    this.#live = live;
    this.#trouble = null;
    this.#tell({ kind: "ready", since: live.usedAt, serverName: name, protocolVersion });
  }

  #retire(live: Live): void {
    live.isRetired = true;
    this.#retired.add(live);
    if (this.#live === live) this.#live = null;
    // Whoever was just given it gets to use it first.
    setImmediate(() => this.#closeIfRetired(live));
  }

  #closeIfRetired(live: Live): void {
    if (!live.isRetired || live.inFlight > 0 || !this.#retired.delete(live)) return;
    void live.connection.close();
  }

  #lost(live: Live, error: ConnectorError, startedAt: number): void {
    this.#retired.delete(live);
    void live.connection.close();
    if (this.#live !== live) return;
    this.#live = null;
    if (this.#options.clock.now() - startedAt > GOOD_MS) this.#retries = 0;
    this.#failed(error, live.target);
  }

  #failed(error: unknown, target: ConnectorTarget): void {
    const { revision } = target;
    if (this.#isClosed || revision !== this.#wanted) return;
    // Credentials that cannot be had say nothing about the server.
    if (!(error instanceof ConnectorError)) {
      this.#trouble = null;
      return this.#tell({ kind: "idle" });
    }
    const now = this.#options.clock.now();
    const since = this.#trouble?.revision === revision ? this.#trouble.since : now;
    const waitMs = this.#scheduleRetry(error, target);
    const retryAt = waitMs === null ? null : now + waitMs;
    this.#trouble = { error, revision, since, lastTryAt: now, retryAt };
    this.#tell({ kind: "down", since, code: error.code, message: error.message, retryAt }, error);
  }

  /** After its end a slot is silent: another one may speak for its owner already. */
  #tell(state: ConnectionState, error?: ConnectorError): void {
    if (!this.#isClosed) this.#options.onState(state, error);
  }

  #scheduleRetry(error: ConnectorError, target: ConnectorTarget): number | null {
    if (!RETRIED.includes(error.code) || this.#retries >= MAX_RETRIES) return null;
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** this.#retries, RETRY_LAST_MS);
    this.#retries += 1;
    this.#retryTimer = setTimeout(() => void this.#retry(target), waitMs).unref();
    return waitMs;
  }

  /** Whoever calls in the meantime joins in; if nobody does, the failure shows in the state. */
  async #retry(target: ConnectorTarget): Promise<void> {
    await Promise.allSettled([this.#start(target, false)]);
  }
}

function stillDown({ error, retryAt }: Trouble): ConnectorError {
  const next =
    retryAt === null ? error.hint : "Gatehouse tries to reach it again by itself; call again in a few seconds.";
  return new ConnectorError("connector_unreachable", `The connector is down. ${error.message}`, {
    hint: next,
    detail: error.detail,
    cause: error,
  });
}

function closedByUs(): ConnectorError {
  return new ConnectorError("connector_closed", "The connection was closed by Gatehouse.");
}
