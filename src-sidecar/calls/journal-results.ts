import { moveCall } from "../store/index.ts";
import { sealText } from "./bodies.ts";
import { CallError } from "./call-error.ts";
import { entry, removedOf, sealedNotice, tooLate, TOOL_ERROR } from "./journal.ts";
import type { HeldResult, LiveCall, Review } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";

type Ports = Pick<CallPorts, "audit" | "vault" | "clock">;

/** Writes that a result waits for a person: sealed as one that nobody has released, so that no change of its row hands it out. */
export async function journalHeld(ports: Ports, call: LiveCall, held: HeldResult, expiresAt: number): Promise<void> {
  const bytes = Buffer.byteLength(held.resultText);
  const patch = {
    state: "reviewing",
    held: sealText(ports.vault, call.id, "held", held.resultText),
    notice: sealedNotice(ports, call, held.notice),
    redactions: JSON.stringify(held.notes),
    redaction_count: held.notes.length,
    result_bytes: bytes,
    failure: held.isError ? JSON.stringify(TOOL_ERROR) : null,
    answered_at: held.answeredAt,
    expires_at: expiresAt,
  } as const;
  await ports.audit.write("durable", async (tx) => {
    if (!(await moveCall(tx, call.id, "executing", patch)))
      throw new CallError("not_waiting", "This call is not being carried out.");
    const facts = { tookMs: held.tookMs, bytes, removed: removedOf(held.notes), failure: null };
    return [entry(call, "gatehouse", "call.reviewing", { ...facts, digest: held.digest })];
  });
  call.held = held;
  call.expiresAt = expiresAt;
  call.state = "reviewing";
}

/**
 * Writes what became of a result that waited.
 *
 * @param actor Who said so.
 * @throws {ApprovalError} when somebody else did in the meantime.
 * @throws {VaultError} `vault_locked` for a release.
 */
export async function journalReviewed(ports: Ports, call: LiveCall, review: Review, actor: string): Promise<void> {
  const state = review.kind === "withheld" ? "withheld" : call.held?.isError === true ? "failed" : "succeeded";
  const released = review.kind === "released" ? releasedText(ports, call) : {};
  const patch = { state, review: JSON.stringify(review), ended_at: review.at, ...released } as const;
  await ports.audit.write("durable", async (tx) => {
    if (!(await moveCall(tx, call.id, "reviewing", patch))) throw await tooLate(tx, call);
    const reason = review.kind === "withheld" ? { reason: review.reason } : {};
    return [entry(call, actor, `call.${review.kind}`, { digest: call.held?.digest ?? null, state, ...reason })];
  });
  call.state = state;
}

function releasedText({ vault }: Ports, { id, held }: LiveCall): { readonly result: Uint8Array; readonly held: null } {
  if (held === null) throw new CallError("vault_locked", "The vault is locked. The result waits on.");
  return { result: sealText(vault, id, "result", held.resultText), held: null };
}
