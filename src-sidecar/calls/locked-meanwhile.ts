import type { ApprovalCard } from "../../src-contract/call.ts";
import type { CallId } from "../../src-contract/ids.ts";
import type { ReadEntry } from "../audit/index.ts";
import { auditRowsOf, lastAuditRowWith, type AuditDraft } from "../store/index.ts";
import type { CallPorts } from "./ports.ts";

const ACTION = "call.waited-locked";
const VAULT_LOCKED = "vault.locked";

/**
 * Writes of every call that waited through a lock from when to when that was, so that its card can say so. A process that died or was
 * ended at once left no entry of a lock: then it is not known since when, and that is what is written.
 */
export async function noteLocked(
  { db, audit, clock }: Pick<CallPorts, "db" | "audit" | "clock">,
  calls: readonly CallId[],
): Promise<void> {
  if (calls.length === 0) return;
  const histories = await Promise.all(
    calls.map(async (id) => ({ id, steps: await audit.read(await auditRowsOf(db, id)) })),
  );
  const firstSeq = Math.min(...histories.map(({ steps }) => steps[0]?.seq ?? Infinity));
  const lock = Number.isFinite(firstSeq) ? await lastAuditRowWith(db, VAULT_LOCKED, firstSeq) : undefined;
  const to = clock.now();
  const drafts = histories.map(({ id, steps }): AuditDraft => {
    const told = lockedMeanwhile(steps)?.from ?? null;
    // One from before the call, or one that was told already, is not the one that has just ended.
    const isIts = lock !== undefined && lock.seq > (steps[0]?.seq ?? Infinity) && lock.at !== told;
    return { actor: "gatehouse", action: ACTION, subject: id, body: { from: isIts ? lock.at : null, to } };
  });
  await audit.write("ordered", async () => drafts);
}

/** The last lock that a call waited through, from what the log says of it. */
export function lockedMeanwhile(steps: readonly ReadEntry[]): ApprovalCard["lockedMeanwhile"] {
  const last = steps.findLast(({ action }) => action === ACTION);
  if (!last?.detail) return null;
  const { from, to } = last.detail;
  return { from: typeof from === "number" ? from : null, to: typeof to === "number" ? to : last.at };
}
