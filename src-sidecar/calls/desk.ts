import type { CheckResult, Warning } from "../../src-contract/call.ts";
import type { CallId, Digest, KeyId } from "../../src-contract/ids.ts";
import { approve, approveEdited, assertDecidable, deny, digestCall, type Decider } from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { openCalls, type CallRow } from "../store/index.ts";
import { openArguments } from "./bodies.ts";
import { CallError } from "./call-error.ts";
import { createArgumentChecker } from "./check-arguments.ts";
import { journalDecision } from "./journal.ts";
import { gatedCall, type CallOutcome, type CallableTool, type LiveCall, type Progress } from "./live-call.ts";
import { carryCall } from "./path.ts";
import type { CallPorts } from "./ports.ts";
import { assertArguments, receive, warningsOf, type CallRequest } from "./receive.ts";
import { closeInterrupted, restoreCall, storedOutcome } from "./restore.ts";

/** What a request watches: a call and how it ends. */
export interface CallHandle {
  readonly callId: CallId;
  readonly outcome: Promise<CallOutcome>;
  /** True once a person has to decide, so that the request knows to keep its agent alive. */
  readonly isWaiting: () => boolean;
  readonly onProgress: (listener: (progress: Progress) => void) => () => void;
  /** Says that a request is open, and until when; returns how to say that it is not. */
  readonly watch: (heldUntil: number) => (why: "answered" | "pending" | "disconnected") => void;
}

const MAX_OPEN_CALLS = 2_000; // about 8 KiB each without their arguments
const SUSPEND_MS = 2_000;

/** All calls that have not ended, and the doors to them. */
export class CallDesk {
  readonly #ports: CallPorts;
  readonly #live = new Map<CallId, LiveCall>();
  readonly #check = createArgumentChecker();
  #isClosing = false;

  constructor(ports: CallPorts) {
    this.#ports = ports;
  }

  /** Closes what a death left open. Needs no open vault; runs once, before the first call. */
  recover(): Promise<number> {
    return closeInterrupted(this.#ports);
  }

  /**
   * Takes a call in and carries it to its outcome.
   *
   * @throws {CallError} `vault_locked`, `arguments_invalid`, `too_large`; the call then never existed.
   */
  submit(request: CallRequest): CallHandle {
    if (this.#live.size >= MAX_OPEN_CALLS)
      throw new CallError(
        "too_large",
        `${MAX_OPEN_CALLS} calls are already open. Nothing was sent. Wait until some are decided.`,
      );
    const call = receive(this.#ports, this.#check, request);
    this.#carry(call);
    return this.#handleOf(call);
  }

  /** A call by its id, for the key or member that asked for it. Null: it never existed, or is somebody else's. */
  async attach(id: CallId, keyId: KeyId): Promise<CallHandle | null> {
    const live = this.#live.get(id);
    if (live)
      return live.shown.asker.kind === "agent" && live.shown.asker.keyId === keyId ? this.#handleOf(live) : null;
    const stored = await storedOutcome(this.#ports, id);
    if (!stored || stored.row.key_id !== keyId) return null;
    if (stored.outcome === null)
      throw new CallError(
        "vault_locked",
        "The vault is locked. The call still waits; ask the operator to unlock Gatehouse.",
      );
    return settledHandle(id, stored.outcome);
  }

  /** Calls that wait for a person, oldest first. */
  waiting(): readonly LiveCall[] {
    return [...this.#live.values()].filter((call) => call.state === "awaiting");
  }

  /** A call that has not ended. */
  live(id: CallId): LiveCall | undefined {
    return this.#live.get(id);
  }

  /** Approves exactly what was shown. @throws {ApprovalError} @throws {CallError} `not_waiting`. */
  async approve(id: CallId, shown: Digest, by: Decider): Promise<void> {
    const call = this.#decidable(id, shown);
    await this.#decide(call, approve(shown, by), null);
  }

  /** Approves other arguments. @throws {ApprovalError} @throws {CallError} `arguments_invalid`, `not_waiting`. */
  async approveEdited(id: CallId, shown: Digest, edited: JsonObject, by: Decider): Promise<void> {
    const call = this.#decidable(id, shown);
    assertArguments(this.#check, call.tool, edited);
    const { vaultNames } = this.#ports.cleaner.scan(edited);
    if (vaultNames.length > 0) {
      throw new CallError(
        "arguments_invalid",
        `The arguments hold the value of ${vaultNames.map((name) => JSON.stringify(name)).join(", ")} from the vault. Credentials go out only by reference.`,
      );
    }
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
    await call.outcome.promise;
  }

  /** Stops every call that matches. @returns how many there were. */
  async cancelAll(by: string, matches: (call: LiveCall) => boolean): Promise<number> {
    const calls = [...this.#live.values()].filter(matches);
    await Promise.allSettled(calls.map((call) => this.cancel(call.id, by)));
    return calls.length;
  }

  /** Lets every call expire whose time is over. Called once a second. */
  expire(): void {
    const now = this.#ports.clock.now();
    for (const call of this.#live.values()) {
      if (call.state === "awaiting" && call.expiresAt <= now) call.waitEnd.resolve({ kind: "expired" });
    }
  }

  /** Before the vault locks: cancels what runs and forgets the arguments of what waits. */
  async suspend(): Promise<void> {
    const running = [...this.#live.values()].filter((call) => call.state === "executing");
    for (const call of running) call.abort.abort("gatehouse");
    await Promise.race([
      Promise.allSettled(running.map((call) => call.outcome.promise)),
      new Promise((resolve) => setTimeout(resolve, SUSPEND_MS)),
    ]);
    for (const call of this.#live.values()) {
      call.proposed = null;
      call.edited = null;
    }
  }

  /** After the vault opened: takes up every call that waits or was approved. `toolOf` is null for a tool that is gone. */
  async resume(toolOf: (row: CallRow) => CallableTool | null): Promise<void> {
    for (const row of await openCalls(this.#ports.db)) {
      const live = this.#live.get(row.id);
      if (live) {
        live.proposed = openArguments(this.#ports.vault, row.id, "proposed", row.proposed);
        live.edited = openArguments(this.#ports.vault, row.id, "executed", row.executed);
        continue;
      }
      const tool = toolOf(row);
      if (tool === null) continue;
      this.#carry(restoreCall(this.#ports, row, tool));
    }
    this.#ports.changed(["approvals", "calls"]);
  }

  /** Before the process ends: what waits goes on waiting in the database. */
  close(): void {
    this.#isClosing = true;
  }

  #carry(call: LiveCall): void {
    this.#live.set(call.id, call);
    carryCall(this.#ports, call)
      .then(call.outcome.resolve, call.outcome.reject)
      .finally(() => {
        this.#live.delete(call.id);
        this.#ports.changed(["approvals", "calls", "sessions"]);
      });
  }

  #decidable(id: CallId, shown: Digest): LiveCall {
    const call = this.#live.get(id);
    if (!call || call.proposed === null) throw new CallError("not_waiting", "This call is not waiting any more.");
    assertDecidable(call, shown);
    return call;
  }

  async #decide(call: LiveCall, made: Parameters<typeof journalDecision>[2], edited: JsonObject | null): Promise<void> {
    await journalDecision(this.#ports, call, made, edited);
    call.edited = edited;
    call.waitEnd.resolve({ kind: "decided", decision: made });
    this.#ports.changed(["approvals", "calls"]);
  }

  #handleOf(call: LiveCall): CallHandle {
    return {
      callId: call.id,
      outcome: call.outcome.promise,
      isWaiting: () => call.shown.verdict.kind === "ask",
      onProgress: (listener) => {
        call.progressListeners.add(listener);
        return () => call.progressListeners.delete(listener);
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

function settledHandle(callId: CallId, outcome: CallOutcome): CallHandle {
  return {
    callId,
    outcome: Promise.resolve(outcome),
    isWaiting: () => false,
    onProgress: () => () => {},
    watch: () => () => {},
  };
}
