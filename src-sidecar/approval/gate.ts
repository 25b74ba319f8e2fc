import type { CallStateKind, Verdict } from "../../src-contract/call.ts";
import type { CallId, Digest, MemberId } from "../../src-contract/ids.ts";
import { approvedCall, type ApprovedCall } from "../base/approved-call.ts";
import { ApprovalError } from "./approval-error.ts";
import { digestLetThrough, type Decision } from "./decision.ts";
import { digestCall, type DigestedCall } from "./digest.ts";

/** A call before the gate. */
export interface GatedCall extends DigestedCall {
  readonly callId: CallId;
  readonly actsAs: MemberId | null;
}

/** Who decides, and when. */
export interface Decider {
  readonly id: MemberId;
  readonly name: string;
  readonly at: number;
  /** Why they say yes, where a policy asks for it. */
  readonly reason?: string | undefined;
}

/**
 * Lets a call through on a verdict alone.
 *
 * @throws {Error} `internal: …` for any verdict but `allow`: asking is not for this function to skip.
 */
export function admitByVerdict(call: GatedCall, verdict: Verdict): ApprovedCall {
  if (verdict.kind !== "allow") throw new Error(`internal: a verdict of ${verdict.kind} lets nothing through`);
  return approvedCall({ ...approvedFields(call), digest: digestCall(call) });
}

/**
 * Lets a call through on a person's decision. `call` holds the arguments that would be sent: for an edit, the edited ones.
 *
 * @throws {ApprovalError} `digest_mismatch` when the decision is about anything else than exactly this call.
 */
export function admitByDecision(call: GatedCall, made: Decision): ApprovedCall {
  const digest = digestCall(call);
  if (digestLetThrough(made) !== digest)
    throw new ApprovalError("digest_mismatch", "The decision is about another call than the one that would be sent.");
  return approvedCall({ ...approvedFields(call), digest });
}

/** A waiting call, or a result that waits, as the gate sees it when a decision arrives. */
export interface WaitingCall {
  readonly state: CallStateKind;
  readonly digest: Digest;
}

/**
 * Checks that a decision may be taken at all: the call still waits, and it is the one that was shown.
 *
 * @throws {ApprovalError} `already_decided`, `not_waiting`, `digest_mismatch`.
 */
export function assertDecidable(call: WaitingCall, shown: Digest): void {
  switch (call.state) {
    case "awaiting":
      if (call.digest !== shown)
        throw new ApprovalError("digest_mismatch", "The call changed after it was shown to you.");
      return;
    case "approved":
    case "executing":
    case "reviewing":
    case "succeeded":
    case "failed":
    case "withheld":
    case "denied":
    case "interrupted":
      throw new ApprovalError("already_decided", "This call was already decided.");
    case "received":
    case "refused":
    case "expired":
    case "cancelled":
      throw new ApprovalError("not_waiting", "This call is not waiting any more.");
  }
}

/**
 * Checks that somebody may say what becomes of a result: it still waits, and it is the one that was shown. `digest` is that of the result.
 *
 * @throws {ApprovalError} `already_decided`, `not_waiting`, `digest_mismatch`.
 */
export function assertReviewable(call: WaitingCall, shown: Digest): void {
  switch (call.state) {
    case "reviewing":
      if (call.digest !== shown)
        throw new ApprovalError("digest_mismatch", "The result is not the one that was shown to you.");
      return;
    case "succeeded":
    case "failed":
    case "withheld":
      throw new ApprovalError("already_decided", "What becomes of this result was already decided.");
    case "received":
    case "awaiting":
    case "approved":
    case "executing":
    case "denied":
    case "interrupted":
    case "refused":
    case "expired":
    case "cancelled":
      throw new ApprovalError("not_waiting", "No result of this call waits.");
  }
}

/** Says yes to what was shown. */
export function approve(shown: Digest, by: Decider): Decision {
  return { kind: "approved", by: { id: by.id, name: by.name }, at: by.at, digest: shown, ...reasonOf(by) };
}

/** Says yes to other arguments than were asked for. Edited back to what was shown, it is a plain approval. */
export function approveEdited(shown: Digest, edited: GatedCall, by: Decider): Decision {
  const executedDigest = digestCall(edited);
  if (executedDigest === shown) return approve(shown, by);
  const who = { by: { id: by.id, name: by.name }, at: by.at };
  return { kind: "approved-edited", ...who, digest: shown, executedDigest, ...reasonOf(by) };
}

function reasonOf({ reason }: Decider): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

/** Says no. The agent receives `reason`. */
export function deny(shown: Digest, reason: string, by: Decider): Decision {
  return { kind: "denied", by: { id: by.id, name: by.name }, at: by.at, digest: shown, reason };
}

function approvedFields(call: GatedCall): Omit<Parameters<typeof approvedCall>[0], "digest"> {
  return {
    callId: call.callId,
    connectorId: call.connectorId,
    operation: call.operation,
    toolName: call.toolName,
    arguments: call.arguments,
    actsAs: call.actsAs,
  };
}
