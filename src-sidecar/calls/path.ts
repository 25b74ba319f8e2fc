import { admitByDecision, admitByVerdict } from "../approval/index.ts";
import type { ApprovedCall } from "../base/approved-call.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { cleanAnswer } from "./clean-answer.ts";
import { endCancelled, endFailed, NOTHING_SENT, writeEnding } from "./endings.ts";
import { failureOf, isOwnError } from "./failure.ts";
import { isLater } from "./is-later.ts";
import { journalAsked, journalIntent, journalRefused, TOOL_ERROR } from "./journal.ts";
import { listenTo } from "./listen.ts";
import { gatedCall, type CallOutcome, type LiveCall, type WaitEnd } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
import { withWarnings } from "./receive.ts";
import { holdResult, needsReview, outcomeOf } from "./review.ts";
import { noteTaint } from "./taint.ts";
import { withdrawnSince } from "./withdrawn.ts";

/*
 * The path of one call, from the gate to its outcome. Before this: the gateway parsed it, `receive` found its tool, checked its
 * arguments and got the verdict. After this: the gateway replies with the outcome.
 */

/**
 * Carries a call from its verdict to its outcome. What a room refuses is an outcome; whatever else goes wrong ends the call in the
 * record and is thrown.
 */
export async function carryCall(ports: CallPorts, call: LiveCall): Promise<CallOutcome> {
  try {
    return await carry(ports, call);
  } catch (error) {
    const outcome = await endFailed(ports, call, await failureOf(error, ports.cleaner), null);
    if (isOwnError(error)) return outcome;
    throw error;
  }
}

async function carry(ports: CallPorts, call: LiveCall): Promise<CallOutcome> {
  // It was carried out before a restart, and only its result waits.
  if (call.state === "reviewing") return afterReview(ports, call);
  switch (call.shown.verdict.kind) {
    case "deny":
      await journalRefused(ports, call);
      return { kind: "refused", verdict: call.shown.verdict };
    case "allow":
      return carryOut(ports, call, admitByVerdict(gatedCall(call), call.shown.verdict));
    case "ask":
      // A call that was waiting or approved before a restart is already written down.
      if (call.state === "received") {
        call.shown = await withWarnings(ports, call);
        await journalAsked(ports, call);
      }
      ports.changed(["approvals", "calls", "sessions"]);
      return afterWait(ports, call, await call.waitEnd.promise);
  }
}

async function afterWait(ports: CallPorts, call: LiveCall, end: WaitEnd): Promise<CallOutcome> {
  switch (end.kind) {
    case "expired":
      await writeEnding(ports, call, { ...NOTHING_SENT, state: "expired", actor: "gatehouse" });
      return { kind: "expired" };
    case "cancelled":
      await writeEnding(ports, call, { ...NOTHING_SENT, state: "cancelled", actor: end.by });
      return { kind: "cancelled", by: end.by, wasSent: false };
    case "decided":
      if (end.decision.kind === "denied")
        return { kind: "denied", by: end.decision.by.name, reason: end.decision.reason };
      if (isHalted(ports, call)) return endCancelled(ports, call, null);
      return carryOut(ports, call, admitByDecision(gatedCall(call), end.decision));
  }
}

/** Sends an approved call, once: the intent is written before, the outcome after. */
async function carryOut(ports: CallPorts, call: LiveCall, approved: ApprovedCall): Promise<CallOutcome> {
  const withdrawn = withdrawnSince(ports, call);
  if (withdrawn !== null) return endFailed(ports, call, withdrawn, null);

  const { onDisk } = await journalIntent(ports, call, approved);
  onDisk.catch(() => {}); // Whoever awaits it below learns of it.
  if (isHalted(ports, call)) return endCancelled(ports, call, null);
  if (call.shown.verdict.kind === "ask") ports.changed(["calls"]);

  const startedAt = ports.clock.now();
  const listening = listenTo(ports, call);
  let answer: JsonObject;
  try {
    await ports.warmUp(call.tool, call.actsAs);
    if (isHalted(ports, call)) return await endCancelled(ports, call, null);
    const changed = withdrawnSince(ports, call);
    if (changed !== null) return await endFailed(ports, call, changed, null);
    answer = await ports.send(approved, {
      signal: call.abort.signal,
      timeoutMs: ports.settings().callTimeoutMs,
      ...listening.options,
    });
  } catch (error) {
    const tookMs = ports.clock.now() - startedAt;
    if (call.abort.signal.aborted) return endCancelled(ports, call, tookMs);
    return endFailed(ports, call, await failureOf(error, ports.cleaner), tookMs);
  }
  const tookMs = ports.clock.now() - startedAt;
  await onDisk;
  const saying = listening.settled();
  if (saying !== null) await saying; // What it said before its answer comes before it.
  return endAnswered(ports, call, answer, tookMs);
}

/** Stopped, or the vault is no longer open: nothing may be sent, and nothing knows what to take out of an answer. */
function isHalted(ports: CallPorts, call: LiveCall): boolean {
  return call.abort.signal.aborted || call.proposed === null || !ports.vault.isOpen();
}

async function endAnswered(ports: CallPorts, call: LiveCall, answer: JsonObject, tookMs: number): Promise<CallOutcome> {
  if (!ports.vault.isOpen()) return endCancelled(ports, call, tookMs);
  const cleaning = cleanAnswer(ports.cleaner, answer, call.shown.asker.kind === "agent" ? call.tool : null);
  const cleaned = isLater(cleaning) ? await cleaning : cleaning;
  if (!ports.vault.isOpen()) return endCancelled(ports, call, tookMs);
  if (cleaned.kind === "unusable") return endFailed(ports, call, cleaned.failure, tookMs);
  const { result } = cleaned;
  if (needsReview(ports, call, result)) {
    await holdResult(ports, call, result, tookMs);
    return afterReview(ports, call);
  }
  await noteTaint(ports, call, result.notice.phrases);
  await writeEnding(ports, call, {
    state: result.isError ? "failed" : "succeeded",
    actor: "gatehouse",
    text: result.resultText,
    notes: result.notes,
    notice: result.notice,
    failure: result.isError ? TOOL_ERROR : null,
    tookMs,
  });
  return { kind: "answered", resultText: result.resultText, isError: result.isError };
}

/** Waits for a person to look at the result; what they said is in the record by then. */
async function afterReview(ports: CallPorts, call: LiveCall): Promise<CallOutcome> {
  const review = await call.reviewEnd.promise;
  const outcome = outcomeOf(call, review);
  if (outcome.kind === "answered") await noteTaint(ports, call, call.held?.notice.phrases ?? []);
  return outcome;
}
