import type { Operation } from "../../src-contract/connector.ts";
import type { CallId, KeyId } from "../../src-contract/ids.ts";
import { callById, openCalls, type CallRow } from "../store/index.ts";
import { VaultError } from "../vault/index.ts";
import { openArguments } from "./bodies.ts";
import { CallBudget } from "./budget.ts";
import { CallError } from "./call-error.ts";
import { createArgumentChecker } from "./check-arguments.ts";
import { Decisions } from "./decisions.ts";
import { payOwed } from "./endings.ts";
import { noteLocked } from "./locked-meanwhile.ts";
import type { LogReader } from "./log-lines.ts";
import type { CallOutcome, CallableTool, LiveCall, Progress } from "./live-call.ts";
import { carryCall } from "./path.ts";
import type { CallPorts } from "./ports.ts";
import { examine, receive, type CallRequest } from "./receive.ts";
import {
  ALREADY_ENDED,
  closeInterrupted,
  closeRow,
  hasEndedInLog,
  openHeld,
  parseShown,
  storedOutcome,
  takeUp,
} from "./restore.ts";
import { Reviews } from "./reviews.ts";
import { showAnew } from "./show-anew.ts";
import { noteTaint } from "./taint.ts";

/** What a call is doing: it waits for a person, it is on its way or with the connector, or its result waits for a person. */
export type CallStage = "waiting" | "running" | "reviewing";

/** What a request watches: a call and how it ends. */
export interface CallHandle {
  readonly callId: CallId;
  /** What the outcome is the result of. */
  readonly operation: Operation;
  readonly outcome: Promise<CallOutcome>;
  /** Where it stands, so that the request knows what to tell its agent. */
  readonly stage: () => CallStage;
  readonly onProgress: (listener: (progress: Progress) => void) => () => void;
  /** Hears the connector's log, from a level on, if it has not been sent yet. */
  readonly readLog: (reader: LogReader) => void;
  /** Says that a request is open, and until when; returns how to say that it is not. */
  readonly watch: (heldUntil: number) => (why: "answered" | "pending" | "disconnected") => void;
}

const SUSPEND_MS = 2_000;

/**
 * All calls that have not ended, and the doors to them. It takes nothing in before the first `resume`, between `suspend` and the next
 * `resume`, and after `close`.
 */
export class CallDesk {
  readonly #ports: CallPorts;
  readonly #live = new Map<CallId, LiveCall>();
  readonly #check = createArgumentChecker();
  readonly #budget = new CallBudget();
  readonly decisions: Decisions;
  readonly reviews: Reviews;
  #isSuspended = true;
  #isClosing = false;
  #isPaying = false;
  #showing: Promise<unknown> = Promise.resolve();

  constructor(ports: CallPorts) {
    this.#ports = ports;
    const live = (id: CallId): LiveCall | undefined => this.#live.get(id);
    this.decisions = new Decisions(ports, { live, isClosing: () => this.#isClosing, check: this.#check });
    this.reviews = new Reviews(ports, live);
  }

  /** Whether `resume` has to be called before calls are taken in. */
  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** Closes what a death left open. Needs no open vault; runs once, before the first call. */
  recover(): Promise<number> {
    return closeInterrupted(this.#ports);
  }

  /**
   * Takes a call in and carries it to its outcome.
   *
   * @throws {CallError} `vault_locked`, `arguments_invalid`, `too_large`, `too_many_calls`, `tool_unavailable`; the call then never
   * existed.
   */
  async submit(request: CallRequest): Promise<CallHandle> {
    this.#assertTakesIn();
    const id = this.#ports.newCallId();
    this.#budget.take(id, request.asker, request.arguments);
    try {
      const examined = await examine(this.#ports, this.#check, request);
      this.#assertTakesIn(); // Examining may have taken a while.
      const call = receive(this.#ports, id, examined);
      this.#carry(call);
      return this.#handleOf(call);
    } catch (error) {
      this.#budget.release(id);
      throw error;
    }
  }

  #assertTakesIn(): void {
    if (this.#isClosing) throw new CallError("tool_unavailable", "Gatehouse is closing. Nothing was sent.");
    if (this.#isSuspended) throw vaultLocked("Nothing was sent.");
  }

  /** A call by its id, for the key or member that asked for it. Null: it never existed, or is somebody else's. */
  async attach(id: CallId, keyId: KeyId): Promise<CallHandle | null> {
    const live = this.#live.get(id);
    if (live)
      return live.shown.asker.kind === "agent" && live.shown.asker.keyId === keyId ? this.#handleOf(live) : null;
    const row = await callById(this.#ports.db, id);
    if (!row || row.key_id !== keyId) return null;
    if (!this.#ports.vault.isOpen()) throw vaultLocked("What the call stands at is kept.");
    const outcome = storedOutcome(this.#ports, row);
    if (outcome === null) throw vaultLocked("The call still waits.");
    if (outcome.kind === "answered") await this.#noteRead(row);
    return settledHandle(row, outcome);
  }

  /** Calls that wait for a person, oldest first. */
  waiting(): readonly LiveCall[] {
    return [...this.#live.values()].filter((call) => call.state === "awaiting");
  }

  /** Calls whose result waits for a person, oldest first. */
  reviewing(): readonly LiveCall[] {
    return [...this.#live.values()].filter((call) => call.state === "reviewing" && call.held !== null);
  }

  /** The accounts that calls go out with may be others now: cards that say something else are shown anew. */
  accountsChanged(): Promise<void> {
    const showing = this.#showing.then(async () => {
      for (const call of this.waiting()) await showAnew(this.#ports, call);
      this.#ports.changed(["approvals"]);
    });
    this.#showing = showing.catch(() => undefined); // Whoever asked for it gets the error.
    return showing;
  }

  /** How many other waiting calls would do the same thing. */
  identicalTo({ id, digest }: LiveCall): number {
    return this.waiting().filter((call) => call.id !== id && call.digest === digest).length;
  }

  /** Resolves when a call that was taken in can be read in the record, or has ended. */
  async recorded(id: CallId): Promise<void> {
    await this.#live.get(id)?.recorded.promise;
  }

  /** A call that has not ended. */
  live(id: CallId): LiveCall | undefined {
    return this.#live.get(id);
  }

  /** Stops a call: one that waits is not sent, one that runs is cancelled where the protocol can, a result that waits is withheld. */
  async cancel(id: CallId, by: string): Promise<void> {
    const call = this.#live.get(id);
    if (!call) throw new CallError("not_waiting", "This call has already ended.");
    if (call.state === "reviewing") return this.reviews.cancel(call, by);
    call.waitEnd.resolve({ kind: "cancelled", by });
    if (call.state !== "awaiting") call.abort.abort(by);
    await Promise.allSettled([call.outcome.promise]);
  }

  /** Stops every call that matches. @returns how many there were. */
  async cancelAll(by: string, matches: (call: LiveCall) => boolean): Promise<number> {
    const calls = [...this.#live.values()].filter(matches);
    await Promise.allSettled(calls.map((call) => this.cancel(call.id, by)));
    return calls.length;
  }

  /** Lets every call expire whose time is over, and writes what could not be written before. Called once a second. */
  expire(): void {
    void this.#pay();
    const now = this.#ports.clock.now();
    for (const call of this.#live.values()) {
      if (call.expiresAt > now) continue;
      if (call.state === "awaiting") call.waitEnd.resolve({ kind: "expired" });
      else if (call.state === "reviewing") this.reviews.expire(call);
    }
  }

  /** Before the vault locks: cancels what runs and forgets the arguments and results of what waits. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    await this.#stopRunning();
    for (const call of this.#live.values()) {
      call.proposed = null;
      call.edited = null;
      call.held = null;
    }
  }

  /** After the vault opened: takes up every call that waits or was approved. `toolOf` is null for a tool that is gone. */
  async resume(toolOf: (row: CallRow) => CallableTool | null): Promise<void> {
    for (const row of await openCalls(this.#ports.db)) {
      const live = this.#live.get(row.id);
      if (live) this.#reopen(live, row);
      else if (row.state !== "executing") await this.#takeUp(row, toolOf(row));
    }
    // Also called when another member's keys take the place of those that were open: then nothing was locked.
    if (this.#isSuspended)
      await noteLocked(
        this.#ports,
        [...this.waiting(), ...this.reviewing()].map(({ id }) => id),
      );
    this.#isSuspended = false;
    this.#ports.changed(["approvals", "calls"]);
  }

  /** Before the process ends: cancels what runs; what waits goes on waiting in the database. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#stopRunning();
  }

  async #stopRunning(): Promise<void> {
    const running = [...this.#live.values()].filter(isRunning);
    if (running.length === 0) return;
    for (const call of running) call.abort.abort("gatehouse");
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, SUSPEND_MS);
    await Promise.race([Promise.allSettled(running.map((call) => call.outcome.promise)), late.promise]);
    clearTimeout(timer);
  }

  #reopen(live: LiveCall, row: CallRow): void {
    try {
      live.proposed = openArguments(this.#ports.vault, row.id, "proposed", row.proposed);
      live.edited = openArguments(this.#ports.vault, row.id, "executed", row.executed);
      live.held = openHeld(this.#ports, row);
    } catch (error) {
      if (!(error instanceof VaultError) || error.code === "vault_locked") throw error;
      live.waitEnd.resolve({ kind: "cancelled", by: "gatehouse" }); // It cannot be shown any more, so nobody can decide about it.
    }
  }

  async #takeUp(row: CallRow, tool: CallableTool | null): Promise<void> {
    const restored = (await hasEndedInLog(this.#ports.db, row)) ? ALREADY_ENDED : takeUp(this.#ports, row, tool);
    if (restored.kind === "over") await closeRow(this.#ports, row, restored.ending);
    else if (!this.#live.has(row.id)) {
      const { call } = restored;
      const resultBytes = call.held === null ? 0 : Buffer.byteLength(call.held.resultText);
      if (call.proposed) this.#budget.hold(call.id, call.shown.asker, call.proposed, resultBytes);
      this.#carry(call);
    }
  }

  #carry(call: LiveCall): void {
    this.#live.set(call.id, call);
    call.makeRoom = (bytes) => this.#budget.grow(call.id, bytes);
    void this.#run(call);
  }

  async #run(call: LiveCall): Promise<void> {
    try {
      const outcome = await carryCall(this.#ports, call);
      this.#forget(call);
      call.outcome.resolve(outcome);
    } catch (error) {
      this.#forget(call);
      call.outcome.reject(error);
    }
  }

  /** A call that owes its ending to the log stays here until that is written. */
  #forget(call: LiveCall): void {
    call.recorded.resolve();
    if (call.owed === null) this.#live.delete(call.id);
    this.#budget.release(call.id);
    this.#ports.changed(["approvals", "calls", "sessions"]);
  }

  async #pay(): Promise<void> {
    const owing = [...this.#live.values()].filter((call) => call.owed !== null);
    if (owing.length === 0 || this.#isPaying) return;
    this.#isPaying = true;
    try {
      for (const call of owing) {
        if (!(await payOwed(this.#ports, call))) break; // The next one would not be written either.
        this.#forget(call);
      }
    } finally {
      this.#isPaying = false;
    }
  }

  /** An old result that is handed out again is read again. */
  async #noteRead({ id, tool_id, connector_name, tool_name, shown: text }: CallRow): Promise<void> {
    const shown = parseShown(text);
    const tool = { id: tool_id, connectorName: connector_name, name: tool_name };
    await noteTaint(this.#ports, { id, tool, shown, hasTainted: false }, []);
  }

  #handleOf(call: LiveCall): CallHandle {
    return {
      callId: call.id,
      operation: call.tool.operation,
      outcome: call.outcome.promise,
      stage: () => stageOf(call),
      onProgress: (listener) => {
        call.progressListeners.add(listener);
        return () => call.progressListeners.delete(listener);
      },
      readLog: (reader) => {
        call.logReader = reader;
      },
      watch: (heldUntil) => {
        call.watchers += 1;
        call.heldUntil = Math.max(call.heldUntil ?? 0, heldUntil);
        return (why) => {
          call.watchers -= 1;
          if (call.watchers > 0) return;
          call.heldUntil = null;
          // An agent that hung up no longer wants the call; one that was told to come back does. What was carried out stays to be looked at.
          if (why === "disconnected" && !this.#isClosing && call.state !== "reviewing")
            void this.cancel(call.id, "agent").catch(() => {});
        };
      },
    };
  }
}

function settledHandle({ id, shown }: CallRow, outcome: CallOutcome): CallHandle {
  return {
    callId: id,
    operation: parseShown(shown).operation,
    outcome: Promise.resolve(outcome),
    stage: () => "running",
    onProgress: () => () => {},
    readLog: () => {},
    watch: () => () => {},
  };
}

function stageOf({ state, shown }: LiveCall): CallStage {
  if (state === "reviewing") return "reviewing";
  return shown.verdict.kind === "ask" && state !== "executing" ? "waiting" : "running";
}

/** On its way to the connector or there. */
function isRunning(call: LiveCall): boolean {
  const isOnItsWay = call.state === "received" && call.shown.verdict.kind === "allow";
  return isOnItsWay || call.state === "approved" || call.state === "executing";
}

function vaultLocked(meanwhile: string): CallError {
  return new CallError("vault_locked", `The vault is locked. ${meanwhile} Ask the operator to unlock Gatehouse.`);
}
