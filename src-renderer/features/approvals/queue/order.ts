import type { ApprovalSummary, CallId } from "../../../client/index.ts";

/** One row of the queue: a result to review, or a call with those that are identical to it. */
export type QueueGroup = {
  /** Which card stands for all: the one with the most to see, then the most urgent. */
  readonly shown: ApprovalSummary;
  /** All of them, the most urgent first. */
  readonly calls: readonly ApprovalSummary[];
  /** This person has approved it; others have to. */
  readonly isVoted: boolean;
};

/** What tells one waiting thing from another: a call that was decided can come back as a result to review. */
export function keyOf({ kind, callId }: Pick<ApprovalSummary, "kind" | "callId">): string {
  return `${kind} ${callId}`;
}

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

/**
 * The rows of the queue, from calls in the order of deciding. Identical calls of the same agent are one row; what this person has
 * approved already comes last, since it waits for somebody else.
 */
export function groupQueue(queue: readonly ApprovalSummary[], voted: ReadonlySet<CallId>): readonly QueueGroup[] {
  const groups = [...Map.groupBy(queue, groupKey).values()].map((calls) => groupOf(calls, voted));
  return groups.toSorted((a, b) => Number(a.isVoted) - Number(b.isVoted));
}

function groupKey(one: ApprovalSummary): string {
  return one.kind === "result" ? keyOf(one) : `${one.digest} ${one.askerName}`;
}

function groupOf(calls: readonly ApprovalSummary[], voted: ReadonlySet<CallId>): QueueGroup {
  const [first] = calls;
  if (first === undefined) throw new Error("internal: a group has a call");
  const shown = calls.reduce((most, one) => (one.warnings > most.warnings ? one : most), first);
  return { shown, calls, isVoted: calls.every(({ callId, kind }) => kind === "call" && voted.has(callId)) };
}

/** The row that a call is in. */
export function groupWith(groups: readonly QueueGroup[], id: CallId | null): QueueGroup | undefined {
  return groups.find(({ calls }) => calls.some(({ callId }) => callId === id));
}

/** Who comes after calls that leave the queue: the next row, else the one before, else nobody. */
export function callAfter(groups: readonly QueueGroup[], left: readonly CallId[]): CallId | null {
  const index = groups.findIndex(({ calls }) => calls.some(({ callId }) => left.includes(callId)));
  const rest = groups.flatMap((group, at) => {
    const remaining = group.calls.filter(({ callId }) => !left.includes(callId));
    return remaining.length === 0 ? [] : [{ at, id: shownOf(group, remaining) }];
  });
  const next = rest.find(({ at }) => at >= index) ?? rest.at(-1);
  return next?.id ?? null;
}

function shownOf({ shown }: QueueGroup, remaining: readonly ApprovalSummary[]): CallId {
  return remaining.some(({ callId }) => callId === shown.callId)
    ? shown.callId
    : (remaining[0]?.callId ?? shown.callId);
}
