import { useEffect, useMemo } from "react";
import { useRead, useStudio, type ApprovalSummary, type CallId, type Failure } from "../../../client/index.ts";
import { cardQuery } from "../card/card-answer.ts";
import { byUrgency } from "./order.ts";

export type QueueRead =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "ready"; readonly queue: readonly ApprovalSummary[] };

/** The waiting calls in the order of deciding, without those that this window has just decided. */
export function useQueue(decided: ReadonlySet<CallId>): QueueRead {
  const { rpc } = useStudio();
  const read = useRead(rpc.approvals.list.queryOptions());
  const data = read.kind === "ready" ? read.data : null;
  const queue = useMemo(
    () => (data ?? []).filter(({ callId }) => !decided.has(callId)).toSorted(byUrgency),
    [data, decided],
  );
  return read.kind === "ready" ? { kind: "ready", queue } : read;
}

/** Asks ahead for the cards that are likely to be looked at next, so that they are there at once. */
export function usePrefetchedCards(queue: readonly ApprovalSummary[], shownId: CallId | null): void {
  const studio = useStudio();
  const index = queue.findIndex(({ callId }) => callId === shownId);
  const [next, previous] = [queue[index + 1]?.callId, queue[index - 1]?.callId];
  useEffect(() => {
    for (const callId of [next, previous]) {
      if (callId === undefined) continue;
      // A card that cannot be had ahead says so when it is opened.
      void studio.queries.prefetchQuery(cardQuery(studio, callId));
    }
  }, [studio, next, previous]);
}
