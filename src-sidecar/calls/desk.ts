import type { CheckResult, Warning } from "../../src-contract/call.ts";
import type { Operation } from "../../src-contract/connector.ts";
import type { CallId, Digest, KeyId } from "../../src-contract/ids.ts";
import { approve, approveEdited, assertDecidable, deny, digestCall, type Decider } from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { callById, openCalls, type CallRow } from "../store/index.ts";
import { VaultError } from "../vault/index.ts";
import { openArguments } from "./bodies.ts";
import { ArgumentBudget } from "./budget.ts";
import { CallError } from "./call-error.ts";
import { createArgumentChecker } from "./check-arguments.ts";
import { journalDecision } from "./journal.ts";
import { noteLocked } from "./locked-meanwhile.ts";
import type { LogReader } from "./log-lines.ts";
import { gatedCall, type CallOutcome, type CallableTool, type LiveCall, type Progress } from "./live-call.ts";
import { carryCall, payOwed } from "./path.ts";
import type { CallPorts } from "./ports.ts";
import { assertArguments, receive, warningsOf, type CallRequest } from "./receive.ts";
import {
  ALREADY_ENDED,
  closeInterrupted,
  closeRow,
  hasEndedInLog,
  parseShown,
  storedOutcome,
  takeUp,
} from "./restore.ts";

/** What a request watches: a call and how it ends. */
export interface CallHandle {
  readonly callId: CallId;
  /** What the outcome is the result of. */
  readonly operation: Operation;
  readonly outcome: Promise<CallOutcome>;
  /** True when a person has to decide, so that the request knows to keep its agent alive. */
  readonly isWaiting: () => boolean;
  /** True once it is with the connector. */
  readonly isRunning: () => boolean;
  readonly onProgress: (listener: (progress: Progress) => void) => () => void;
  /** Hears the connector's log, from a level on, if it has not been sent yet. */
  readonly readLog: (reader: LogReader) => void;
  /** Says that a request is open, and until when; returns how to say that it is not. */
  readonly watch: (heldUntil: number) => (why: "answered" | "pending" | "disconnected") => void;
}

const MAX_OPEN_CALLS = 2_000; // about 8 KiB each without their arguments
const SUSPEND_MS = 2_000;

/**
 * All calls that have not ended, and the doors to them. It takes nothing in before the first `resume`, between `suspend` and the next
 * `resume`, and after `close`.
 */
export class CallDesk {
  readonly #ports: CallPorts;
  readonly #live = new Map<CallId, LiveCall>();
  readonly #check = createArgumentChecker();
  readonly #budget = new ArgumentBudget();
  #isSuspended = true;
  #isClosing = false;
  #isPaying = false;

  constructor(ports: CallPorts) {
    this.#ports = ports;
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
   * @throws {CallError} `vault_locked`, `arguments_invalid`, `too_large`, `tool_unavailable`; the call then never existed.
   */
  submit(request: CallRequest): CallHandle {
    if (this.#isClosing) throw new CallError("tool_unavailable", "Gatehouse is closing. Nothing was sent.");
    if (this.#isSuspended) throw vaultLocked("Nothing was sent.");
    if (this.#live.size >= MAX_OPEN_CALLS)
      throw new CallError(
        "too_large",
        `${MAX_OPEN_CALLS} calls are already open. Nothing was sent. Wait until some are decided.`,
      );
    this.#budget.assertRoom(request.asker, request.arguments);
    const call = receive(this.#ports, this.#check, request);
    this.#carry(call);
    return this.#handleOf(call);
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
    return settledHandle(row, outcome);
  }

  /** Calls that wait for a person, oldest first. */
  waiting(): readonly LiveCall[] {
    return [...this.#live.values()].filter((call) => call.state === "awaiting");
  }

  /** A call that has not ended. */
  live(id: CallId): LiveCall | undefined {
    return this.#live.get(id);
  }

  /** Approves exactly what was shown. @throws {ApprovalError} @throws {CallError} `arguments_invalid`, `not_waiting`. */
  async approve(id: CallId, shown: Digest, by: Decider): Promise<void> {
    const call = this.#decidable(id, shown);
    if (call.proposed) this.#assertNoSecret(call.proposed); // A value may have entered the vault since it was asked for.
    await this.#decide(call, approve(shown, by), null);
  }

  /** Approves other arguments. @throws {ApprovalError} @throws {CallError} `arguments_invalid`, `not_waiting`. */
  async approveEdited(id: CallId, shown: Digest, edited: JsonObject, by: Decider): Promise<void> {
    const call = this.#decidable(id, shown);
    assertArguments(this.#check, call.tool, edited);
    this.#assertNoSecret(edited);
    const made = approveEdited(shown, { ...gatedCall(call), arguments: edited }, by);
    await this.#decide(call, made, made.kind === "approved-edited" ? edited : null);
  }

  /** Says no, with a reason that the agent receives. @throws {ApprovalError} @throws {CallError} `not_waiting`. */
  async deny(id: CallId, shown: Digest, reason: string, by: Decider): Promise<void> {
    const call = this.#decidable(id, shown);
    await this.#decide(call, deny(shown, reason, by), null);
  }

  /** Whether edited arguments could be approved. Changes nothing. */
  check(id: CallId, edited: JsonObject): CheckResult {
    const call = this.#live.get(id);
    if (!call || call.state !== "awaiting") throw new CallError("not_waiting", "This call is not waiting any more.");
    const problems = this.#check(call.tool.definition, call.tool.definitionDigest, edited);
    if (problems.length > 0) return { kind: "does-not-fit", problems: [...problems] };
    const { findings, vaultNames } = this.#ports.cleaner.scan(edited);
    if (vaultNames.length > 0)
      return {
        kind: "does-not-fit",
        problems: [{ path: "", message: `Holds the value of ${vaultNames.join(", ")} from the vault.` }],
      };
    const warnings: Warning[] = [...warningsOf(this.#ports, { tool: call.tool, arguments: edited }, findings, [])];
    return { kind: "fits", digest: digestCall({ ...gatedCall(call), arguments: edited }), warnings };
  }

  /** Stops a call: one that waits is not sent, one that runs is cancelled where the protocol can. */
  async cancel(id: CallId, by: string): Promise<void> {
    const call = this.#live.get(id);
    if (!call) throw new CallError("not_waiting", "This call has already ended.");
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
      if (call.state === "awaiting" && call.expiresAt <= now) call.waitEnd.resolve({ kind: "expired" });
    }
  }

  /** Before the vault locks: cancels what runs and forgets the arguments of what waits. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    await this.#stopRunning();
    for (const call of this.#live.values()) {
      call.proposed = null;
      call.edited = null;
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
        this.waiting().map(({ id }) => id),
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
    } catch (error) {
      if (!(error instanceof VaultError) || error.code === "vault_locked") throw error;
      live.waitEnd.resolve({ kind: "cancelled", by: "gatehouse" }); // It cannot be shown any more, so nobody can decide about it.
    }
  }

  async #takeUp(row: CallRow, tool: CallableTool | null): Promise<void> {
    const restored = (await hasEndedInLog(this.#ports.db, row.id)) ? ALREADY_ENDED : takeUp(this.#ports, row, tool);
    if (restored.kind === "over") await closeRow(this.#ports, row, restored.ending);
    else if (!this.#live.has(row.id)) this.#carry(restored.call);
  }

  #carry(call: LiveCall): void {
    this.#live.set(call.id, call);
    if (call.proposed) this.#budget.hold(call.id, call.shown.asker, call.proposed);
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

  #assertNoSecret(args: JsonObject): void {
    const { vaultNames } = this.#ports.cleaner.scan(args);
    if (vaultNames.length === 0) return;
    const names = vaultNames.map((name) => JSON.stringify(name)).join(", ");
    throw new CallError(
      "arguments_invalid",
      `The arguments hold the value of ${names} from the vault. Credentials go out only by reference.`,
    );
  }

  #decidable(id: CallId, shown: Digest): LiveCall {
    const call = this.#live.get(id);
    if (!call || call.proposed === null) throw new CallError("not_waiting", "This call is not waiting any more.");
    assertDecidable(call, shown);
    return call;
  }

  async #decide(call: LiveCall, made: Parameters<typeof journalDecision>[2], edited: JsonObject | null): Promise<void> {
    await journalDecision(this.#ports, call, made, edited);
    if (this.#isClosing) return; // It is kept, and carried out after the next start.
    call.edited = edited;
    call.waitEnd.resolve({ kind: "decided", decision: made });
    this.#ports.changed(["approvals", "calls"]);
  }

  #handleOf(call: LiveCall): CallHandle {
    return {
      callId: call.id,
      operation: call.tool.operation,
      outcome: call.outcome.promise,
      isWaiting: () => call.shown.verdict.kind === "ask",
      isRunning: () => call.state === "executing",
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
          // An agent that hung up no longer wants the call; one that was told to come back does.
          if (why === "disconnected" && !this.#isClosing) void this.cancel(call.id, "agent").catch(() => {});
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
    isWaiting: () => false,
    isRunning: () => false,
    onProgress: () => () => {},
    readLog: () => {},
    watch: () => () => {},
  };
}

/** On its way to the connector or there. */
function isRunning(call: LiveCall): boolean {
  const isOnItsWay = call.state === "received" && call.shown.verdict.kind === "allow";
  return isOnItsWay || call.state === "approved" || call.state === "executing";
}

function vaultLocked(meanwhile: string): CallError {
  return new CallError("vault_locked", `The vault is locked. ${meanwhile} Ask the operator to unlock Gatehouse.`);
}
