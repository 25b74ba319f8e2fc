import { admitByDecision, admitByVerdict } from "../approval/index.ts";
import type { ApprovedCall } from "../base/approved-call.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { cleanAnswer } from "./clean-answer.ts";
import { cleanText, failureOf, isOwnError, type CallFailure } from "./failure.ts";
import { askerOf, journalAsked, journalEnding, journalIntent, journalRefused } from "./journal.ts";
import { createLogRelay } from "./log-lines.ts";
import {
  gatedCall,
  type CallEnding,
  type CallOutcome,
  type LiveCall,
  type Progress,
  type WaitEnd,
} from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
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
    const outcome = await endFailed(ports, call, failureOf(error, ports.cleaner), null);
    if (isOwnError(error)) return outcome;
    throw error;
  }
}

async function carry(ports: CallPorts, call: LiveCall): Promise<CallOutcome> {
  switch (call.shown.verdict.kind) {
    case "deny":
      await journalRefused(ports, call);
      return { kind: "refused", verdict: call.shown.verdict };
    case "allow":
      return carryOut(ports, call, admitByVerdict(gatedCall(call), call.shown.verdict));
    case "ask":
      // A call that was waiting or approved before a restart is already written down.
      if (call.state === "received") await journalAsked(ports, call);
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
      return { kind: "cancelled", by: end.by };
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
  if (withdrawn !== null)
    return endFailed(ports, call, { code: "tool_unavailable", message: withdrawn, detail: null }, null);

  const { onDisk } = await journalIntent(ports, call, approved);
  onDisk.catch(() => {}); // Whoever awaits it below learns of it.
  if (isHalted(ports, call)) return endCancelled(ports, call, null);
  if (call.shown.verdict.kind === "ask") ports.changed(["calls"]);

  const startedAt = ports.clock.now();
  let answer: JsonObject;
  try {
    await ports.warmUp(call.tool, call.actsAs);
    const changed = withdrawnSince(ports, call);
    if (changed !== null)
      return await endFailed(ports, call, { code: "tool_unavailable", message: changed, detail: null }, null);
    answer = await ports.send(approved, {
      signal: call.abort.signal,
      timeoutMs: ports.settings().callTimeoutMs,
      onProgress: (progress) => tellProgress(ports, call, progress),
      ...(call.logReader && { log: createLogRelay(ports.cleaner, () => ports.vault.isOpen(), call.logReader) }),
    });
  } catch (error) {
    const tookMs = ports.clock.now() - startedAt;
    if (call.abort.signal.aborted) return endCancelled(ports, call, tookMs);
    return endFailed(ports, call, failureOf(error, ports.cleaner), tookMs);
  }
  await onDisk;
  return endAnswered(ports, call, answer, ports.clock.now() - startedAt);
}

/** Stopped, or the vault is no longer open: nothing may be sent, and nothing knows what to take out of an answer. */
function isHalted(ports: CallPorts, call: LiveCall): boolean {
  return call.abort.signal.aborted || call.proposed === null || !ports.vault.isOpen();
}

async function endAnswered(ports: CallPorts, call: LiveCall, answer: JsonObject, tookMs: number): Promise<CallOutcome> {
  if (!ports.vault.isOpen()) return endCancelled(ports, call, tookMs);
  const cleaned = cleanAnswer(ports.cleaner, answer);
  if (cleaned.kind === "unusable") return endFailed(ports, call, cleaned.failure, tookMs);
  const { resultText, isError, notes } = cleaned;
  await writeEnding(ports, call, {
    state: isError ? "failed" : "succeeded",
    actor: "gatehouse",
    text: resultText,
    notes,
    failure: isError ? { code: "tool_error", message: "The tool reported an error." } : null,
    tookMs,
  });
  return { kind: "answered", resultText, isError };
}

/** Passes a connector's progress on. Its words are a server's words: they are cleaned like a result, or left out. */
function tellProgress(ports: CallPorts, call: LiveCall, { message, ...numbers }: Progress): void {
  const words = message === undefined || !ports.vault.isOpen() ? undefined : cleanText(message, ports.cleaner);
  for (const listener of call.progressListeners)
    listener(words === undefined ? numbers : { ...numbers, message: words });
}

const NOTHING_SENT = { text: null, notes: [], failure: null, tookMs: null };

/** @param tookMs Null: it had not been sent. */
async function endCancelled(ports: CallPorts, call: LiveCall, tookMs: number | null): Promise<CallOutcome> {
  const by: unknown = call.abort.signal.aborted ? call.abort.signal.reason : "gatehouse";
  const actor = typeof by === "string" ? by : askerOf(call);
  const message =
    tookMs === null
      ? "It was cancelled before it was sent."
      : "It was sent and then cancelled; what it did until then is not known.";
  await writeEnding(ports, call, {
    ...NOTHING_SENT,
    state: "cancelled",
    actor,
    failure: { code: "cancelled", message },
    tookMs,
  });
  return { kind: "cancelled", by: actor };
}

async function endFailed(
  ports: CallPorts,
  call: LiveCall,
  { code, message, detail }: CallFailure,
  tookMs: number | null,
): Promise<CallOutcome> {
  const text = detail === null ? null : JSON.stringify({ detail });
  await writeEnding(ports, call, {
    state: "failed",
    actor: "gatehouse",
    text,
    notes: [],
    failure: { code, message },
    tookMs,
  });
  return { kind: "failed", code, message };
}

/** Writes how a call ended. Where that is not possible now the call owes it: what happened has happened, and its agent is told. */
async function writeEnding(ports: CallPorts, call: LiveCall, ending: CallEnding): Promise<void> {
  try {
    await journalEnding(ports, call, ending);
  } catch (error) {
    if (!isOwnError(error)) throw error;
    call.owed = ending;
  }
}

/** Writes what a call owes. @returns whether that is done. */
export async function payOwed(ports: CallPorts, call: LiveCall): Promise<boolean> {
  const { owed } = call;
  call.owed = null;
  if (owed !== null) await writeEnding(ports, call, owed);
  return call.owed === null;
}
