import { hashKey } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import {
  useRead,
  useStudio,
  type ApprovalSummary,
  type CallId,
  type Failure,
  type Studio,
} from "../../../client/index.ts";
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
  useFirstCardAhead();
  return read.kind === "ready" ? { kind: "ready", queue } : read;
}

/** Asks for the first card the moment the queue is known, while the queue itself is still being drawn. */
function useFirstCardAhead(): void {
  const studio = useStudio();
  useEffect(() => {
    const { queries, rpc } = studio;
    const queryKey = rpc.approvals.list.queryOptions().queryKey;
    const hash = hashKey(queryKey);
    return queries.getQueryCache().subscribe(({ type, query }) => {
      if (type !== "updated" || query.queryHash !== hash) return;
      const first = queries.getQueryData<readonly ApprovalSummary[]>(queryKey)?.toSorted(byUrgency)[0];
      if (first !== undefined) askAhead(studio, first.callId);
    });
  }, [studio]);
}

/** Asks ahead for the neighbours of the shown card, so that they are there at once when it is decided or left. */
export function usePrefetchedCards(queue: readonly ApprovalSummary[], shownId: CallId | null): void {
  const studio = useStudio();
  const index = queue.findIndex(({ callId }) => callId === shownId);
  const [next, previous] = [queue[index + 1]?.callId, queue[index - 1]?.callId];
  useEffect(() => {
    if (next !== undefined) askAhead(studio, next);
    if (previous !== undefined) askAhead(studio, previous);
  }, [studio, next, previous]);
}

function askAhead(studio: Studio, callId: CallId): void {
  // Fresh ones are not asked for again; one that cannot be had says so when it is opened.
  void studio.queries.prefetchQuery(cardQuery(studio, callId));
}
