import { decision } from "../approval/index.ts";
import { callById, openCalls, moveCall, type CallRow } from "../store/index.ts";
import type { CallId } from "../../src-contract/ids.ts";
import { openArguments, openText } from "./bodies.ts";
import type { CallableTool, CallOutcome, LiveCall, ShownFacts } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
import { emptyLiveCall } from "./receive.ts";

/**
 * Closes what a death left open: a call that was sent and never answered is `interrupted`, and is not sent again. Calls that wait
 * or were approved stay as they are.
 */
export async function closeInterrupted(ports: Pick<CallPorts, "db" | "audit" | "clock">): Promise<number> {
  const cut = (await openCalls(ports.db)).filter((row) => row.state === "executing" || row.state === "received");
  for (const row of cut) {
    await ports.audit.write("durable", async (tx) => {
      const failure = JSON.stringify({
        code: "interrupted",
        message: "Gatehouse stopped before the answer came. What the call did is not known; it was not sent again.",
      });
      const isMoved = await moveCall(tx, row.id, row.state, {
        state: "interrupted",
        ended_at: ports.clock.now(),
        failure,
      });
      return isMoved
        ? [
            {
              actor: "gatehouse",
              action: "call.interrupted",
              subject: row.id,
              body: { connector: row.connector_name, tool: row.tool_name },
            },
          ]
        : [];
    });
  }
  return cut.length;
}

/** A call from its row, as it was before the restart. Its arguments are opened, so the vault must be. */
export function restoreCall(ports: Pick<CallPorts, "vault">, row: CallRow, tool: CallableTool): LiveCall {
  const call: LiveCall = {
    ...emptyLiveCall(row.id),
    tool,
    actsAs: row.member_id,
    shown: parseShown(row.shown),
    digest: row.digest,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    state: row.state,
    proposed: openArguments(ports.vault, row.id, "proposed", row.proposed),
    edited: openArguments(ports.vault, row.id, "executed", row.executed),
  };
  if (row.decision !== null)
    call.waitEnd.resolve({ kind: "decided", decision: decision.parse(JSON.parse(row.decision)) });
  return call;
}

/** What the card showed, from its row. */
export function parseShown(text: string): ShownFacts {
  return JSON.parse(text) as ShownFacts; // Written by us from a ShownFacts in the same database.
}

/** The outcome of a call that has ended; null while it has not. */
export async function storedOutcome(
  ports: Pick<CallPorts, "db" | "vault">,
  id: CallId,
): Promise<{ readonly row: CallRow; readonly outcome: CallOutcome | null } | null> {
  const row = await callById(ports.db, id);
  return row ? { row, outcome: outcomeOf(ports, row) } : null;
}

function outcomeOf(ports: Pick<CallPorts, "vault">, row: CallRow): CallOutcome | null {
  const made = row.decision === null ? null : decision.parse(JSON.parse(row.decision));
  switch (row.state) {
    case "received":
    case "awaiting":
    case "approved":
    case "executing":
      return null;
    case "succeeded":
    case "failed":
      return answeredOrFailed(ports, row);
    case "denied":
      return { kind: "denied", by: made?.by.name ?? "", reason: made?.kind === "denied" ? made.reason : "" };
    case "refused":
      return { kind: "refused", verdict: parseShown(row.shown).verdict };
    case "expired":
      return { kind: "expired" };
    case "cancelled":
      return { kind: "cancelled", by: "" };
    case "interrupted":
      return { kind: "interrupted" };
  }
}

function answeredOrFailed(ports: Pick<CallPorts, "vault">, row: CallRow): CallOutcome {
  const failure = row.failure === null ? null : (JSON.parse(row.failure) as { code: string; message: string }); // Written by us, see journal.ts.
  if (failure !== null && failure.code !== "tool_error") return { kind: "failed", ...failure };
  const resultText = openText(ports.vault, row.id, "result", row.result);
  if (resultText === null)
    return { kind: "failed", code: "result_gone", message: "The call ran, but its result is no longer kept." };
  return { kind: "answered", resultText, isError: row.state === "failed" };
}
