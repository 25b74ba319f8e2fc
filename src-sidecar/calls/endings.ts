import { isOwnError, type CallFailure } from "./failure.ts";
import { askerOf, journalEnding } from "./journal.ts";
import type { CallEnding, CallOutcome, LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

export const NOTHING_SENT = { text: null, notes: [], notice: null, failure: null, tookMs: null } as const;

/** @param tookMs Null: it had not been sent. */
export async function endCancelled(ports: CallPorts, call: LiveCall, tookMs: number | null): Promise<CallOutcome> {
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
  return { kind: "cancelled", by: actor, wasSent: tookMs !== null };
}

/** @param tookMs Null: it had not been sent. */
export async function endFailed(
  ports: CallPorts,
  call: LiveCall,
  { code, message, detail }: CallFailure,
  tookMs: number | null,
): Promise<CallOutcome> {
  await writeEnding(ports, call, {
    ...NOTHING_SENT,
    state: "failed",
    actor: "gatehouse",
    text: detail === null ? null : JSON.stringify({ detail }),
    failure: { code, message },
    tookMs,
  });
  return { kind: "failed", code, message };
}

/** Writes how a call ended. Where that is not possible now the call owes it: what happened has happened, and its agent is told. */
export async function writeEnding(ports: CallPorts, call: LiveCall, ending: CallEnding): Promise<void> {
  if (call.state === "received") ports.standingReleased(call.shown.verdict); // Its intent was never written.
  await writeOrOwe(ports, call, ending);
}

/** Writes what a call owes. @returns whether that is done. */
export async function payOwed(ports: CallPorts, call: LiveCall): Promise<boolean> {
  const { owed } = call;
  call.owed = null;
  if (owed !== null) await writeOrOwe(ports, call, owed);
  return call.owed === null;
}

async function writeOrOwe(ports: CallPorts, call: LiveCall, ending: CallEnding): Promise<void> {
  try {
    await journalEnding(ports, call, ending);
  } catch (error) {
    if (!isOwnError(error)) throw error;
    call.owed = ending;
  }
}
