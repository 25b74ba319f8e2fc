import { digestResult } from "../approval/index.ts";
import type { Json } from "../base/canonical-json.ts";
import { isReviewed } from "../policy/index.ts";
import { CallError } from "./call-error.ts";
import { isOwnError } from "./failure.ts";
import { journalHeld } from "./journal-results.ts";
import type { CallOutcome, CleanResult, HeldResult, LiveCall, Review } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/** Whether a person has to see a result before its agent gets it. A person's own trial call has its person already. */
export function needsReview(
  ports: Pick<CallPorts, "toolNow">,
  call: LiveCall,
  { notes, notice }: CleanResult,
): boolean {
  if (call.shown.asker.kind !== "agent") return false;
  const { approval } = ports.toolNow(call.tool) ?? call.tool; // The policy as it is when the result comes.
  return isReviewed(approval, call.tool.id, notes.length > 0 || notice.stripped > 0 || notice.phrases.length > 0);
}

/** Why a result is withheld that could not be written down. */
export const NOT_KEPT = "Its result could not be kept for a person to look at.";

/** Keeps a result, sealed and on the disk, until a person has looked at it. One that cannot be kept is withheld. */
export async function holdResult(ports: CallPorts, call: LiveCall, result: CleanResult, tookMs: number): Promise<void> {
  const answeredAt = ports.clock.now();
  const held = heldResult(call, result, { tookMs, answeredAt });
  try {
    if (!call.makeRoom(Buffer.byteLength(result.resultText)))
      throw new CallError("too_large", "Too much of this key's waits for a person already.");
    await journalHeld(ports, call, held, answeredAt + ports.settings().waitMs);
  } catch (error) {
    if (!isOwnError(error)) throw error;
    call.owed = { state: "withheld", actor: "gatehouse", text: null, notes: [], notice: null, failure: null, tookMs };
    call.reviewEnd.resolve({ kind: "withheld", by: null, at: answeredAt, reason: NOT_KEPT });
  }
  ports.changed(["approvals", "calls", "sessions"]);
}

/** A result as it waits, with the digest of what is shown of it. */
export function heldResult(
  { id }: Pick<LiveCall, "id">,
  result: CleanResult,
  times: Pick<HeldResult, "tookMs" | "answeredAt">,
): HeldResult {
  const shown = JSON.parse(result.resultText) as Json; // Written by us from JSON.
  return { ...result, ...times, digest: digestResult({ callId: id, result: shown, notes: result.notes }) };
}

/** What whoever asked gets after a person, or the end of the wait, said what becomes of the result. */
export function outcomeOf({ held }: Pick<LiveCall, "held">, review: Review): CallOutcome {
  if (review.kind === "withheld") return { kind: "withheld", by: review.by?.name ?? null, reason: review.reason };
  // A lock between the word and this takes the result out of memory; it is on the disk then.
  if (held === null)
    return {
      kind: "failed",
      code: "vault_locked",
      message: "The vault was locked. The result is kept; await the call.",
    };
  return { kind: "answered", resultText: held.resultText, isError: held.isError };
}
