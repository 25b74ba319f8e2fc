import { ScrollText } from "lucide-react";
import { useRef } from "react";
import { useRead, useStudio, type AuditEntry } from "../../../client/index.ts";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { DataTable } from "../../../ui/data/data-table.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { t } from "../messages.ts";
import { LiveRows } from "../rows/live-rows.tsx";
import { useKnownRows } from "../rows/use-known-rows.ts";
import { adminColumns, ADMIN_MIN_PX } from "./admin-columns.tsx";
import { EntryDetail } from "./entry-detail.tsx";

const PAGE = 100;

export type AdminPartProps = {
  /** Number of the chosen entry. */
  readonly entry: number | null;
  readonly onChoose: (entry: number | null) => void;
};

/** What people and the studio itself changed, newest first, and below it the chosen entry in full. */
export function AdminPart({ entry, onChoose }: AdminPartProps) {
  const { api, rpc } = useStudio();
  const newest = useRead({
    ...rpc.audit.list.queryOptions({ input: { kind: "admin", limit: PAGE } }),
    select: asPage,
  });
  const read = useKnownRows<AuditEntry>({
    question: "admin",
    newest,
    olderThan: async ({ seq }) => asPage(await api.audit.list({ kind: "admin", before: seq, limit: PAGE })),
    keyOf: ({ seq }) => seq,
  });
  const table = useRef<HTMLDivElement>(null);
  const close = (): void => {
    onChoose(null);
    table.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  };
  useHotkeys(t("page.keys"), [{ keys: "escape", label: t("admin.back"), run: close, disabled: entry === null }]);
  if (read.kind === "loading") return <Skeleton rows={8} />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  const chosen = read.rows.find(({ seq }) => seq === entry);
  if (read.rows.length === 0) {
    return (
      <EmptyState icon={ScrollText} title={t("admin.empty")}>
        {t("admin.emptyText")}
      </EmptyState>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LiveRows ids={read.rows.map(idOf)} problem={read.problem} onNearEnd={read.loadMore}>
        <div ref={table} className="min-h-0 flex-1">
          <DataTable
            label={t("admin.label")}
            rows={read.rows}
            idOf={idOf}
            columns={adminColumns}
            selectedId={entry === null ? null : String(entry)}
            onSelect={(id) => onChoose(Number(id))}
            minWidth={ADMIN_MIN_PX}
          />
        </div>
      </LiveRows>
      {chosen !== undefined && <EntryDetail key={chosen.seq} entry={chosen} onClose={close} />}
    </div>
  );
}

function asPage({ entries, hasMore }: { readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }) {
  return { rows: entries, hasMore };
}

function idOf(entry: AuditEntry): string {
  return String(entry.seq);
}
