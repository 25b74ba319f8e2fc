import type * as z from "zod";
import type { approveOutput, CheckResult, decideManyOutput } from "../../src-contract/call.ts";
import type { Requirements } from "../../src-contract/gate.ts";
import type { CallId, Digest } from "../../src-contract/ids.ts";
import {
  approve,
  approveEdited,
  assertApprover,
  assertDecidable,
  assertEditable,
  assertGiven,
  deny,
  digestCall,
  type Decider,
  type Decision,
} from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError } from "./call-error.ts";
import type { ArgumentChecker } from "./check-arguments.ts";
import { isOwnError } from "./failure.ts";
import { isLater } from "./is-later.ts";
import { journalDecision, journalVote, type DecisionParts } from "./journal.ts";
import { gatedCall, type LiveCall } from "./live-call.ts";
import type { CallPorts, ScanFindings } from "./ports.ts";
import { assertArguments, scanInTime } from "./receive.ts";
import { approverNow, requirementsNow, votesNow } from "./requirements.ts";
import { warningsOf } from "./warnings.ts";

/** Who says yes, with what a policy can ask for beside it. */
export interface Approver extends Decider {
  /** Checks the passphrase that they entered, and throws when it is not theirs. Absent: they entered none. */
  readonly provePassphrase?: (() => Promise<void>) | undefined;
}

/** What became of a yes. */
export type Approved = z.infer<typeof approveOutput>;
/** What became of each of several calls that were decided together. */
export type DecidedMany = z.infer<typeof decideManyOutput>;
/** Calls as they were shown. */
export type ShownCalls = readonly { readonly callId: CallId; readonly digest: Digest }[];

/** What decisions need from the desk. */
interface Desk {
  readonly live: (id: CallId) => LiveCall | undefined;
  readonly isClosing: () => boolean;
  readonly check: ArgumentChecker;
}

/**
 * What people say about calls that wait. Nothing is decided unless it is about what was shown, everything is there that the policy asks
 * for, and it is on the disk.
 */
export class Decisions {
  readonly #ports: CallPorts;
  readonly #desk: Desk;
  #lastVote: Promise<unknown> = Promise.resolve();

  constructor(ports: CallPorts, desk: Desk) {
    this.#ports = ports;
    this.#desk = desk;
  }

  /**
   * Approves exactly what was shown, or counts as one of those who have to.
   *
   * @throws {ApprovalError}
   * @throws {CallError} `arguments_invalid`, `not_waiting`.
   * @throws {VaultError} `wrong_passphrase`.
   */
  async approve(id: CallId, shown: Digest, by: Approver): Promise<Approved> {
    const proven = this.#prove(id, shown, by);
    const needs = isLater(proven) ? await proven : proven;
    const call = this.#decidable(id, shown);
    if (needs.needed > 1) return this.#inTurn(() => this.#vote(id, shown, by));
    const scan = this.#assertNoSecret(call.proposed); // A value may have entered the vault since it was asked for.
    if (isLater(scan)) await scan;
    await this.#decide(call, approve(shown, by), { edited: null, votes: [] });
    return { kind: "approved" };
  }

  /** Approves other arguments. @throws as `approve` does. */
  async approveEdited(id: CallId, shown: Digest, edited: JsonObject, by: Approver): Promise<Approved> {
    const { tool } = this.#decidable(id, shown);
    assertEditable(requirementsNow(this.#ports, this.#toolOf(tool)));
    assertArguments(this.#desk.check, tool, edited);
    await this.#assertNoSecret(edited);
    const needs = await this.#prove(id, shown, by);
    assertEditable(needs);
    const call = this.#decidable(id, shown);
    const made = approveEdited(shown, { ...gatedCall(call), arguments: edited }, by);
    await this.#decide(call, made, { edited: made.kind === "approved-edited" ? edited : null, votes: [] });
    return { kind: "approved" };
  }

  /** Says no, with a reason that the agent receives. @throws {ApprovalError} @throws {CallError} `not_waiting`. */
  async deny(id: CallId, shown: Digest, reason: string, by: Decider): Promise<void> {
    await this.#decide(this.#decidable(id, shown), deny(shown, reason, by), { edited: null, votes: [] });
  }

  /**
   * Approves several calls that were shown together, each on its own: one that is not what was shown fails alone.
   *
   * @throws {VaultError} `wrong_passphrase`: then none was decided.
   */
  async approveMany(calls: ShownCalls, by: Approver): Promise<DecidedMany> {
    const isAsked = calls.some(({ callId }) => {
      const call = this.#desk.live(callId);
      return call !== undefined && requirementsNow(this.#ports, this.#toolOf(call.tool)).gesture === "passphrase";
    });
    const { provePassphrase, ...who } = by;
    let proof: Promise<void> | undefined;
    const proveOnce = provePassphrase && (() => (proof ??= provePassphrase()));
    if (isAsked) await proveOnce?.();
    const proven: Approver = { ...who, provePassphrase: proveOnce };
    return eachAlone(calls, async ({ callId, digest }) => {
      const done = await this.approve(callId, digest, proven);
      return done.kind === "counted" ? { ...done, callId } : { kind: "decided", callId };
    });
  }

  /** Says no to several calls that were shown together, each on its own. */
  async denyMany(calls: ShownCalls, reason: string, by: Decider): Promise<DecidedMany> {
    return eachAlone(calls, async ({ callId, digest }) => {
      await this.deny(callId, digest, reason, by);
      return { kind: "decided", callId };
    });
  }

  /** Whether edited arguments could be approved. Changes nothing. */
  async check(id: CallId, edited: JsonObject): Promise<CheckResult> {
    const call = this.#desk.live(id);
    if (!call || call.state !== "awaiting") throw notWaiting();
    const { tool, shown } = call;
    const problems = this.#desk.check(tool.definition, tool.definitionDigest, edited);
    if (problems.length > 0) return { kind: "does-not-fit", problems: [...problems] };
    const { findings, vaultNames } = await scanInTime(this.#ports, edited);
    if (vaultNames.length > 0) {
      const message = `Holds the value of ${vaultNames.join(", ")} from the vault.`;
      return { kind: "does-not-fit", problems: [{ path: "", message }] };
    }
    const facts = { tool, asker: shown.asker, arguments: edited };
    const trouble = await this.#ports.connectorTrouble(tool);
    const warnings = warningsOf(this.#ports, facts, { findings, missing: [], accounts: [], trouble });
    return { kind: "fits", digest: digestCall({ ...gatedCall(call), arguments: edited }), warnings: [...warnings] };
  }

  /** Whether this person has given all that the policy of the moment asks for. */
  #prove(id: CallId, shown: Digest, by: Approver): Requirements | Promise<Requirements> {
    const { provePassphrase, reason } = by;
    const needs = this.#assertApprover(this.#decidable(id, shown), by);
    assertGiven(needs, { reason, hasPassphrase: provePassphrase !== undefined });
    if (needs.gesture !== "passphrase" || !provePassphrase) return needs;
    // Others go on deciding while it is checked.
    return provePassphrase().then(() => this.#assertApprover(this.#decidable(id, shown), by));
  }

  #assertApprover(call: LiveCall, by: Decider): Requirements {
    const needs = requirementsNow(this.#ports, this.#toolOf(call.tool));
    assertApprover(needs, votesNow(this.#ports, call, needs), approverNow(this.#ports, by.id));
    return needs;
  }

  async #vote(id: CallId, shown: Digest, by: Approver): Promise<Approved> {
    const call = this.#decidable(id, shown);
    await this.#assertNoSecret(call.proposed);
    const needs = this.#assertApprover(call, by);
    const { needed } = needs;
    const vote = { by: { id: by.id, name: by.name }, at: by.at, reason: by.reason ?? null };
    const votes = [...votesNow(this.#ports, call, needs), vote];
    if (votes.length < needed) {
      await journalVote(this.#ports, call, votes, needed);
      this.#ports.changed(["approvals", "calls"]);
      return { kind: "counted", votes: votes.length, needed };
    }
    await this.#decide(call, approve(shown, by), { edited: null, votes });
    return { kind: "approved" };
  }

  /** Votes are counted one after the other, so that no two are both the last. */
  #inTurn<T>(vote: () => Promise<T>): Promise<T> {
    const result = this.#lastVote.then(vote);
    this.#lastVote = result.catch(() => undefined); // The next one waits for the end of this one, not for its success.
    return result;
  }

  async #decide(call: LiveCall, made: Decision, parts: DecisionParts): Promise<void> {
    await journalDecision(this.#ports, call, made, parts);
    if (this.#desk.isClosing()) return; // It is kept, and carried out after the next start.
    call.edited = parts.edited;
    call.waitEnd.resolve({ kind: "decided", decision: made });
    this.#ports.changed(["approvals", "calls"]);
  }

  #decidable(id: CallId, shown: Digest): LiveCall {
    const call = this.#desk.live(id);
    if (!call || call.proposed === null) throw notWaiting();
    assertDecidable(call, shown);
    return call;
  }

  /** The tool with its connector's policy as it is now; a tool that is gone keeps the one it was called with. */
  #toolOf(tool: LiveCall["tool"]): LiveCall["tool"] {
    return this.#ports.toolNow(tool) ?? tool;
  }

  /** @throws {CallError} `arguments_invalid`. */
  #assertNoSecret(args: JsonObject | null): void | Promise<void> {
    const scan = scanInTime(this.#ports, args ?? {});
    return isLater(scan) ? scan.then(assertNoNames) : assertNoNames(scan);
  }
}

/** Decides one after the other. What a room refuses is told of that one; whatever else goes wrong is thrown. */
async function eachAlone(
  calls: ShownCalls,
  decide: (call: ShownCalls[number]) => Promise<DecidedMany[number]>,
): Promise<DecidedMany> {
  const all: DecidedMany = [];
  for (const call of calls) {
    try {
      all.push(await decide(call));
    } catch (error) {
      if (!isOwnError(error)) throw error;
      all.push({ kind: "failed", callId: call.callId, code: error.code, message: error.message });
    }
  }
  return all;
}

function assertNoNames({ vaultNames }: ScanFindings): void {
  if (vaultNames.length === 0) return;
  const names = vaultNames.map((name) => JSON.stringify(name)).join(", ");
  throw new CallError(
    "arguments_invalid",
    `The arguments hold the value of ${names} from the vault. Credentials go out only by reference.`,
  );
}

function notWaiting(): CallError {
  return new CallError("not_waiting", "This call is not waiting any more.");
}
