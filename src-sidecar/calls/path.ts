import { admitByDecision, admitByVerdict } from "../approval/index.ts";
import type { ApprovedCall } from "../base/approved-call.ts";
import type { Json } from "../base/canonical-json.ts";
import { failureOf } from "./failure.ts";
import { askerOf, journalAsked, journalEnding, journalIntent, journalRefused } from "./journal.ts";
import { gatedCall, type CallOutcome, type LiveCall, type WaitEnd } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

/*
 * The path of one call, from the gate to its outcome. Before this: the gateway parsed it, `receive` found its tool, checked its
 * arguments and got the verdict. After this: the gateway replies with the outcome.
 */

/** Carries a call from its verdict to its outcome, and never throws for anything that the call itself can be. */
export async function carryCall(ports: CallPorts, call: LiveCall): Promise<CallOutcome> {
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
      await journalEnding(ports, call, { ...NOTHING_SENT, state: "expired", actor: "gatehouse" });
      return { kind: "expired" };
    case "cancelled":
      await journalEnding(ports, call, { ...NOTHING_SENT, state: "cancelled", actor: end.by });
      return { kind: "cancelled", by: end.by };
    case "decided":
      if (end.decision.kind === "denied")
        return { kind: "denied", by: end.decision.by.name, reason: end.decision.reason };
      return carryOut(ports, call, admitByDecision(gatedCall(call), end.decision));
  }
}

/** Sends an approved call, once: the intent is on the disk before, the outcome is written after. */
async function carryOut(ports: CallPorts, call: LiveCall, approved: ApprovedCall): Promise<CallOutcome> {
  const withdrawn = withdrawnSince(ports, call);
  if (withdrawn !== null)
    return endFailed(ports, call, { code: "tool_unavailable", message: withdrawn, detail: null }, null);

  await journalIntent(ports, call, approved);
  if (call.shown.verdict.kind === "ask") ports.changed(["calls"]);

  const startedAt = ports.clock.now();
  let answer: Json;
  try {
    answer = await ports.send(approved, {
      signal: call.abort.signal,
      timeoutMs: ports.settings().callTimeoutMs,
      onProgress: (progress) => {
        for (const listener of call.progressListeners) listener(progress);
      },
    });
  } catch (error) {
    const tookMs = ports.clock.now() - startedAt;
    if (call.abort.signal.aborted) return endCancelled(ports, call, tookMs);
    return endFailed(ports, call, failureOf(error, ports.cleaner), tookMs);
  }

  const cleaned = ports.cleaner.clean(answer);
  const resultText = JSON.stringify(cleaned.value);
  const isError = hasErrorFlag(cleaned.value);
  await journalEnding(ports, call, {
    state: isError ? "failed" : "succeeded",
    actor: "gatehouse",
    text: resultText,
    notes: cleaned.notes,
    failure: isError ? { code: "tool_error", message: "The tool reported an error." } : null,
    tookMs: ports.clock.now() - startedAt,
  });
  return { kind: "answered", resultText, isError };
}

const NOTHING_SENT = { text: null, notes: [], failure: null, tookMs: null };

/** What was approved must still be what would run: a tool that changed, went or was switched off is not called. */
function withdrawnSince(ports: CallPorts, call: LiveCall): string | null {
  const now = ports.toolNow(call.tool);
  if (!now || !now.isOffered) return "The tool is no longer offered by its server. Nothing was sent.";
  if (!now.isEnabled) return "The tool was switched off. Nothing was sent.";
  if (now.definitionDigest !== call.tool.definitionDigest)
    return "The tool's definition changed after the call was shown. Nothing was sent; ask again.";
  return null;
}

async function endCancelled(ports: CallPorts, call: LiveCall, tookMs: number): Promise<CallOutcome> {
  const by: unknown = call.abort.signal.reason;
  const actor = typeof by === "string" ? by : askerOf(call);
  const failure = {
    code: "cancelled",
    message: "It was sent and then cancelled; what it did until then is not known.",
  };
  await journalEnding(ports, call, { ...NOTHING_SENT, state: "cancelled", actor, failure, tookMs });
  return { kind: "cancelled", by: actor };
}

async function endFailed(
  ports: CallPorts,
  call: LiveCall,
  failure: ReturnType<typeof failureOf>,
  tookMs: number | null,
): Promise<CallOutcome> {
  const { code, message, detail } = failure;
  await journalEnding(ports, call, {
    state: "failed",
    actor: "gatehouse",
    text: detail === null ? null : JSON.stringify({ detail }),
    notes: [],
    failure: { code, message },
    tookMs,
  });
  return { kind: "failed", code, message };
}

function hasErrorFlag(result: Json): boolean {
  return typeof result === "object" && result !== null && "isError" in result && result.isError === true;
}
