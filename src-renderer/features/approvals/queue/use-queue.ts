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
import { resultQuery } from "../result/result-answer.ts";
import { byUrgency, groupQueue, keyOf, type QueueGroup } from "./order.ts";

export type QueueRead =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "ready"; readonly waiting: number; readonly groups: readonly QueueGroup[] };

/** The rows of the queue in the order of deciding, without what this window has just decided. */
export function useQueue(decided: ReadonlySet<string>, voted: ReadonlySet<CallId>): QueueRead {
  const { rpc } = useStudio();
  const read = useRead(rpc.approvals.list.queryOptions());
  const data = read.kind === "ready" ? read.data : null;
  const queue = useMemo(
    () => (data ?? []).filter((one) => !decided.has(keyOf(one))).toSorted(byUrgency),
    [data, decided],
  );
  const groups = useMemo(() => groupQueue(queue, voted), [queue, voted]);
  useFirstCardAhead();
  return read.kind === "ready" ? { kind: "ready", waiting: queue.length, groups } : read;
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
      if (first !== undefined) askAhead(studio, first);
    });
  }, [studio]);
}

/** Asks ahead for the neighbours of the shown card, so that they are there at once when it is decided or left. */
export function usePrefetchedCards(groups: readonly QueueGroup[], shown: QueueGroup | undefined): void {
  const studio = useStudio();
  const index = shown === undefined ? -1 : groups.indexOf(shown);
  const [next, previous] = [groups[index + 1]?.shown, groups[index - 1]?.shown];
  useEffect(() => {
    if (next !== undefined) askAhead(studio, next);
    if (previous !== undefined) askAhead(studio, previous);
  }, [studio, next, previous]);
}

function askAhead(studio: Studio, { kind, callId }: ApprovalSummary): void {
  // Fresh ones are not asked for again; one that cannot be had says so when it is opened.
  if (kind === "call") void studio.queries.prefetchQuery(cardQuery(studio, callId));
  else void studio.queries.prefetchQuery(resultQuery(studio, callId));
}
