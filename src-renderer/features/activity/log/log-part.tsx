import { ScrollText, SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import type { AuditEntry } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import type { Shown } from "../address.ts";
import { t } from "../messages.ts";
import type { RowsRead } from "../rows/use-known-rows.ts";
import type { Go } from "../use-place.ts";
import { EntryPage } from "./entry-page.tsx";
import { ExportPanel } from "./export-panel.tsx";
import { isLogNarrowed, logFilterOf, WHOLE_LOG } from "./log-filter.ts";
import { LogFilters } from "./log-filters.tsx";
import { LogList } from "./log-list.tsx";
import { LogTable } from "./log-table.tsx";
import { Timeline } from "./timeline.tsx";
import { useLog } from "./use-log.ts";

export type LogPartProps = {
  readonly shown: Shown;
  readonly go: Go;
  readonly isExporting: boolean;
  readonly onExportEnd: () => void;
};

/** The whole log, newest first, with its timeline; one entry beside it. */
export function LogPart({ shown, go, isExporting, onExportEnd }: LogPartProps) {
  const { kind, text, actor, subject, past, from, to, entry } = shown;
  const filter = useMemo(
    // A relative past is counted from when it was chosen, or the list would begin anew every moment.
    () => logFilterOf({ ...shown, kind, text, actor, subject, past, from, to }, Date.now()),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- boundary: the chosen entry is no part of the question
    [kind, text, actor, subject, past, from, to],
  );
  const read = useLog(filter);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LogFilters shown={shown} onChange={go} />
      {isExporting && <ExportPanel filter={filter} isNarrowed={isLogNarrowed(shown)} onClose={onExportEnd} />}
      {entry === null && (
        <Timeline filter={filter} onZoom={(start, end) => go({ past: null, from: start, to: end }, "push")} />
      )}
      {read.kind === "loading" && <Skeleton rows={8} />}
      {read.kind === "failed" && <ErrorState {...read.failure} />}
      {read.kind === "ready" && <Rows shown={shown} go={go} read={read} />}
    </div>
  );
}

type RowsProps = Pick<LogPartProps, "shown" | "go"> & {
  readonly read: Extract<RowsRead<AuditEntry>, { kind: "ready" }>;
};

function Rows({ shown, go, read }: RowsProps) {
  const { rows, problem, loadMore } = read;
  const { entry } = shown;
  const [lastRead, setLastRead] = useState(entry);
  if (entry !== null && entry !== lastRead) setLastRead(entry);
  useEntryKeys(rows, entry, go);
  if (entry === null && rows.length === 0) return <NoEntries shown={shown} go={go} />;
  if (entry === null) {
    return (
      <LogTable
        entries={rows}
        first={lastRead}
        problem={problem}
        onNearEnd={loadMore}
        onOpen={(seq) => go({ entry: seq }, "push")}
      />
    );
  }
  return (
    <div className="min-h-0 flex-1">
      <SplitView
        listLabel={t("log.label")}
        detailLabel={t("entry.region")}
        isDetailOpen
        onBack={() => go({ entry: null })}
        backLabel={t("log.back")}
        list={
          <LogList
            entries={rows}
            selected={entry}
            problem={problem}
            onNearEnd={loadMore}
            onSelect={(seq) => go({ entry: seq }, "replace")}
          />
        }
        detail={<EntryPage key={entry} seq={entry} go={(to) => go({ entry: null, ...to })} />}
      />
    </div>
  );
}

function useEntryKeys(rows: readonly AuditEntry[], entry: number | null, go: Go): void {
  const index = rows.findIndex(({ seq }) => seq === entry);
  const step = (by: 1 | -1): void => {
    const target = rows[index === -1 ? 0 : index + by];
    if (target !== undefined) go({ entry: target.seq }, "replace");
  };
  const isOff = entry === null;
  useHotkeys(t("page.keys"), [
    { keys: "j", label: t("entry.next"), run: () => step(1), disabled: isOff },
    { keys: "k", label: t("entry.previous"), run: () => step(-1), disabled: isOff },
    { keys: "escape", label: t("log.back"), run: () => go({ entry: null }), disabled: isOff },
  ]);
}

function NoEntries({ shown, go }: Pick<LogPartProps, "shown" | "go">) {
  if (!isLogNarrowed(shown)) {
    return (
      <EmptyState icon={ScrollText} title={t("log.empty")}>
        {t("log.emptyText")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title={t("log.none")}
      action={<Button onClick={() => go(WHOLE_LOG, "replace")}>{t("none.clear")}</Button>}
    >
      {t("none.text")}
    </EmptyState>
  );
}
