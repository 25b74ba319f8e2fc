import { useRead, useStudio, type AuditEntry } from "../../../client/index.ts";
import { useKnownRows, type RowsRead } from "../rows/use-known-rows.ts";
import type { LogFilter } from "./log-filter.ts";

const PAGE = 100;

/** The entries that the filter lets through, newest first. */
export function useLog(filter: LogFilter): RowsRead<AuditEntry> {
  const { api, rpc } = useStudio();
  const newest = useRead({ ...rpc.audit.list.queryOptions({ input: { ...filter, limit: PAGE } }), select: asPage });
  return useKnownRows<AuditEntry>({
    question: JSON.stringify(filter),
    newest,
    olderThan: async ({ seq }) => asPage(await api.audit.list({ ...filter, before: seq, limit: PAGE })),
    keyOf: ({ seq }) => seq,
  });
}

function asPage({ entries, hasMore }: { readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }) {
  return { rows: entries, hasMore };
}
