import type { ApprovalSummary, CallId } from "../../../client/index.ts";

/**
 * The order of deciding: first whose agent still holds its request open, soonest over first; then who was told to come back,
 * soonest expired first.
 */
export function byUrgency(a: ApprovalSummary, b: ApprovalSummary): number {
  return (
    (a.heldUntil ?? Infinity) - (b.heldUntil ?? Infinity) || // Infinity from itself is NaN, which is as good as equal here
    a.expiresAt - b.expiresAt ||
    a.receivedAt - b.receivedAt ||
    (a.callId < b.callId ? -1 : 1)
  );
}

/** Who comes after a call that leaves the queue: the next one, else the one before, else nobody. */
export function callAfter(queue: readonly ApprovalSummary[], id: CallId): CallId | null {
  const index = queue.findIndex(({ callId }) => callId === id);
  const rest = queue.filter(({ callId }) => callId !== id);
  return rest[Math.min(Math.max(0, index), rest.length - 1)]?.callId ?? null;
}

/** How many other calls have the same digest: the same tool, definition, arguments and credentials. */
export function countAlike(queue: readonly ApprovalSummary[]): ReadonlyMap<CallId, number> {
  const byDigest = Map.groupBy(queue, ({ digest }) => digest);
  return new Map(queue.map(({ callId, digest }) => [callId, (byDigest.get(digest)?.length ?? 1) - 1]));
}
