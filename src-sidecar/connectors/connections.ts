import type { ConnectionState, ToolDefinition } from "../../src-contract/connector.ts";
import type { ConnectorId } from "../../src-contract/ids.ts";
import type { ApprovedCall } from "../base/approved-call.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { cancelledBy, ConnectorError } from "./error.ts";
import type { Credentials } from "./attachment.ts";
import { openMcpConnection } from "./mcp/mcp-connection.ts";
import type { Offers } from "../base/offers.ts";
import type { Offering } from "./mcp/era.ts";
import type { Progress, RequestOptions } from "./mcp/pending-request.ts";
import type { SkippedTool } from "./mcp/tool-list.ts";
import { Subprocesses } from "./mcp/stdio.ts";
import { Slot, type Live } from "./slot.ts";
import { StateBoard } from "./state-board.ts";
import type { ConnectorTarget } from "./target.ts";

const DEFAULT_IDLE_MS = 10 * 60 * 1000;
/** `npx` may have to fetch a package first. */
const DEFAULT_CONNECT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_RESULT_BYTES = 16 * 1024 * 1024;
const LIST_CHANGED_DELAY_MS = 250;
const DEFAULT_MAX_LIST_CHANGES = 300;
const HOUR_MS = 3_600_000;

export interface ConnectionsOptions extends Credentials {
  readonly clock: Clock;
  /** Hosts of this machine or private networks that servers may be at, each `host` or `host:port`. Asked for at every request. */
  readonly allowedHosts: () => readonly string[];
  /** A connector's state is another one now. */
  onState(connectorId: ConnectorId, state: ConnectionState): void;
  /**
   * What a connector lists may be something else now: its server said so, or it was connected to anew. At most every quarter of a second
   * for each connector. `owner`: as in the target of the connection that it was said on, or the first of them.
   */
  onListChanged(connectorId: ConnectorId, owner: string): void;
  readonly log: Pick<Log, "info" | "warn">;
  /** An unused connection is closed after this time; 10 minutes. */
  readonly idleMs?: number;
  /** From the start to the end of the handshake; a minute. */
  readonly connectTimeoutMs?: number;
  /** 16 MiB. */
  readonly maxResultBytes?: number;
  /** How often in an hour a connector may say that its lists are others now; 300. Each time is a question to it and an entry of the log. */
  readonly maxListChanges?: number;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** From the moment the request is sent. Opening the connection, where needed, has a limit of its own. */
  readonly timeoutMs: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears the server's log from a level on, as far as a line can only belong to this call. */
  readonly log?: RequestOptions["log"];
}

/** What a server says of itself and offers. All of it is untrusted. */
export interface Discovery {
  readonly serverName: string;
  readonly serverVersion: string;
  readonly protocolVersion: string;
  readonly instructions: string | null;
  readonly tools: readonly ToolDefinition[];
  readonly offering: Offering;
  readonly offers: Offers;
  readonly skipped: readonly SkippedTool[];
}

export interface Connections extends AsyncDisposable {
  /**
   * Sends an approved call and returns the server's result as the server wrote it.
   *
   * @throws {ConnectorError}, or what `attach` threw. Where `mayHaveRun` is false, nothing was carried out.
   */
  send(call: ApprovedCall, target: ConnectorTarget, options: SendOptions): Promise<JsonObject>;
  /**
   * Connects, even if that has just failed, and reads what the server offers.
   *
   * @throws {ConnectorError}, or what `attach` threw.
   */
  discover(target: ConnectorTarget, options: { readonly signal: AbortSignal }): Promise<Discovery>;
  state(connectorId: ConnectorId): ConnectionState;
  /** Whether there is an open connection of just this owner and revision: what is known of another one may be of another server. */
  isOpen(target: Pick<ConnectorTarget, "connectorId" | "owner" | "revision">): boolean;
  /** Closes all connections of a connector, or those of one owner; calls under way are rejected. The next call connects anew. */
  retire(connectorId: ConnectorId, owner?: string): Promise<void>;
}

export function createConnections(options: ConnectionsOptions): Connections {
  return new ConnectionPool(options);
}

class ConnectionPool implements Connections {
  readonly #options: ConnectionsOptions;
  readonly #board: StateBoard;
  readonly #slots = new Map<ConnectorId, Map<string, Slot>>();
  readonly #changed = new Map<ConnectorId, NodeJS.Timeout>();
  /** How often connectors have announced changes, and since when that is counted. */
  readonly #announced = new Map<ConnectorId, { readonly since: number; count: number }>();
  readonly #sweeper: NodeJS.Timeout;
  #isClosed = false;
  readonly #subprocesses = new Subprocesses();

  constructor(options: ConnectionsOptions) {
    const idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.#options = options;
    this.#board = new StateBoard((id, state) => options.onState(id, state));
    this.#sweeper = setInterval(() => this.#sweep(idleMs), Math.min(30_000, idleMs / 2)).unref();
  }

  async send(call: ApprovedCall, target: ConnectorTarget, options: SendOptions): Promise<JsonObject> {
    if (call.connectorId !== target.connectorId)
      throw new Error("internal: the call was approved for another connector");
    return await this.#use(target, options.signal, false, ({ connection }) => connection.carryOut(call, options));
  }

  async discover(target: ConnectorTarget, { signal }: { readonly signal: AbortSignal }): Promise<Discovery> {
    const timeoutMs = this.#options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
    return await this.#use(target, signal, true, async ({ connection }) => {
      const { name, version, protocolVersion, instructions, offering } = connection.server;
      const none = { tools: [], skipped: [] };
      const { tools, skipped } = offering.tools ? await connection.listTools({ timeoutMs, signal }) : none;
      const { offers, skipped: unread } = await connection.listOffers({ timeoutMs, signal });
      return {
        serverName: name,
        serverVersion: version,
        protocolVersion,
        instructions,
        tools,
        offering,
        offers,
        skipped: [...skipped, ...unread],
      };
    });
  }

  state(connectorId: ConnectorId): ConnectionState {
    return this.#board.of(connectorId);
  }

  isOpen({ connectorId, owner, revision }: Pick<ConnectorTarget, "connectorId" | "owner" | "revision">): boolean {
    return (this.#slots.get(connectorId)?.get(owner)?.current(revision) ?? null) !== null;
  }

  async retire(connectorId: ConnectorId, owner?: string): Promise<void> {
    if (owner !== undefined) {
      const slot = this.#slots.get(connectorId)?.get(owner);
      this.#slots.get(connectorId)?.delete(owner);
      return slot?.close();
    }
    const slots = [...(this.#slots.get(connectorId)?.values() ?? [])];
    this.#slots.delete(connectorId);
    clearTimeout(this.#changed.get(connectorId));
    this.#changed.delete(connectorId);
    this.#announced.delete(connectorId);
    await Promise.all(slots.map((slot) => slot.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    await Promise.all([...this.#slots.keys()].map((id) => this.retire(id)));
    this.#subprocesses.dispose();
  }

  /** Runs once on an open connection; once more on a new one if the server did not take it because it has forgotten the first. */
  async #use<T>(target: ConnectorTarget, signal: AbortSignal, isEager: boolean, run: Run<T>): Promise<T> {
    const slot = this.#slot(target);
    const live = slot.current(target.revision) ?? (await abortable(slot.acquire(target, isEager), signal));
    try {
      return await runOn(slot, live, run);
    } catch (error) {
      if (!(error instanceof ConnectorError && error.mayRetry)) throw error;
      slot.abandon(live);
      return await runOn(slot, await abortable(slot.acquire(target, isEager), signal), run);
    }
  }

  #slot(target: ConnectorTarget): Slot {
    if (this.#isClosed) throw new ConnectorError("connector_closed", "Gatehouse is closing.");
    const { connectorId, owner } = target;
    const slots = this.#slots.get(connectorId) ?? new Map<string, Slot>();
    this.#slots.set(connectorId, slots);
    const slot = slots.get(owner) ?? this.#newSlot(target);
    slots.set(owner, slot);
    return slot;
  }

  #newSlot({ connectorId, owner, slug }: ConnectorTarget): Slot {
    const {
      log,
      clock,
      connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS,
      maxResultBytes = DEFAULT_MAX_RESULT_BYTES,
    } = this.#options;
    return new Slot({
      clock,
      open: (target, { knownEra, signal, onClosed }) =>
        openMcpConnection({
          config: target.config,
          knownEra,
          signal,
          subprocesses: this.#subprocesses,
          connectTimeoutMs,
          maxResultBytes,
          allowedHosts: this.#options.allowedHosts,
          credentials: {
            attach: (outgoing) => this.#options.attach(target, outgoing),
            refused: async (refusal, attached) => (await this.#options.refused?.(target, refusal, attached)) ?? "no",
          },
          events: { onClosed, onListChanged: () => this.#announce(connectorId, owner) },
        }),
      onOpened: () => this.#listChanged(connectorId, owner),
      onState: (state, error) => {
        if (state.kind === "ready") log.info({ connectorId, slug }, "connector ready");
        if (error) log.warn({ connectorId, slug, code: error.code, what: error.message }, "connector down");
        this.#board.set(connectorId, owner, state);
      },
    });
  }

  #announce(connectorId: ConnectorId, owner: string): void {
    if (this.#changed.has(connectorId)) return; // What is about to be asked answers this, too.
    const { clock, maxListChanges = DEFAULT_MAX_LIST_CHANGES } = this.#options;
    const known = this.#announced.get(connectorId);
    const counted = known && clock.now() - known.since < HOUR_MS ? known : { since: clock.now(), count: 0 };
    counted.count += 1;
    this.#announced.set(connectorId, counted);
    if (counted.count <= maxListChanges) this.#listChanged(connectorId, owner);
    else this.#slots.get(connectorId)?.get(owner)?.end(restless());
  }

  #listChanged(connectorId: ConnectorId, owner: string): void {
    if (this.#changed.has(connectorId) || !this.#slots.has(connectorId)) return;
    const tell = (): void => {
      this.#changed.delete(connectorId);
      this.#options.onListChanged(connectorId, owner);
    };
    this.#changed.set(connectorId, setTimeout(tell, LIST_CHANGED_DELAY_MS).unref());
  }

  #sweep(idleMs: number): void {
    const unusedSince = this.#options.clock.now() - idleMs;
    this.#eachSlot((slot) => slot.recycle(unusedSince));
  }

  #eachSlot(visit: (slot: Slot) => void): void {
    for (const slots of this.#slots.values()) for (const slot of slots.values()) visit(slot);
  }
}

function restless(): ConnectorError {
  return new ConnectorError("connector_misbehaved", "What the server lists never comes to rest.", {
    hint: "This is a fault of the server. Report it to whoever makes it.",
  });
}

type Run<T> = (live: Live) => Promise<T>;

async function runOn<T>(slot: Slot, live: Live, run: Run<T>): Promise<T> {
  live.inFlight += 1;
  try {
    return await run(live);
  } finally {
    slot.release(live);
  }
}

/** Stops waiting when the signal says so; what was waited for goes on for others. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(cancelledBy(signal, false));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
