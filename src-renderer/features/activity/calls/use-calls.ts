import { useEffect, useEffectEvent, useMemo } from "react";
import { useRead, useStudio, type CallId, type CallSummary } from "../../../client/index.ts";
import { isOpen, statesOf, type Shown } from "../address.ts";
import { useKnownRows, type RowsRead } from "../rows/use-known-rows.ts";

const PAGE = 100;
/** A call that runs by itself is announced when it ends; this finds it while it runs. */
const LOOK_AGAIN_MS = 3_000;
/** Calls further down that have not ended are asked for one by one; more than a few are rare. */
const MAX_ASKED_AGAIN = 20;

/** The calls that the filters let through, newest first. */
export function useCalls(shown: Shown): RowsRead<CallSummary> {
  const { api, rpc } = useStudio();
  const filter = useMemo(() => filterOf(shown), [shown]);
  const newest = useRead({
    ...rpc.calls.list.queryOptions({ input: { ...filter, limit: PAGE } }),
    select: asPage,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const read = useKnownRows<CallSummary>({
    question: JSON.stringify(filter),
    newest,
    olderThan: async ({ id }) => asPage(await api.calls.list({ ...filter, before: id, limit: PAGE })),
    keyOf: idOf,
  });
  const followOpen = useEffectEvent(async () => {
    if (read.kind !== "ready") return;
    for (const { above, id } of openBelowNewest(read.rows)) {
      const { calls } = await api.calls.list({ ...filter, before: above, limit: 1 });
      read.replaceRow(id, calls.find((call) => call.id === id) ?? null);
    }
  });
  const data = newest.kind === "ready" ? newest.data : null;
  useEffect(() => {
    // What could not be asked for now is asked for at the next change.
    followOpen().catch(() => {});
  }, [data]);
  return read;
}

function filterOf({ state, connectorId, sessionId, text }: Shown) {
  const states = statesOf(state);
  return {
    ...(states === undefined ? {} : { states }),
    ...(connectorId === null ? {} : { connectorId }),
    ...(sessionId === null ? {} : { sessionId }),
    ...(text.trim() === "" ? {} : { text: text.trim() }),
  };
}

function asPage({ calls, hasMore }: { readonly calls: readonly CallSummary[]; readonly hasMore: boolean }) {
  return { rows: calls, hasMore };
}

/** Calls that may still change and that the newest page does not reach, each with the row above it. */
function openBelowNewest(rows: readonly CallSummary[]): readonly { readonly above: CallId; readonly id: CallId }[] {
  return rows
    .flatMap(({ id, state }, index) => {
      const above = rows[index - 1]?.id;
      return index >= PAGE && isOpen(state) && above !== undefined ? [{ above, id }] : [];
    })
    .slice(0, MAX_ASKED_AGAIN);
}

export function idOf(call: CallSummary): string {
  return call.id;
}
