import type { AuditEntry } from "../../../client/index.ts";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { actionWords, t } from "../messages.ts";
import { LiveRows, type LiveRowsProps } from "../rows/live-rows.tsx";
import { Actor } from "../words/actor.tsx";
import { About } from "./log-columns.tsx";

export type LogListProps = Pick<LiveRowsProps, "problem" | "onNearEnd"> & {
  readonly entries: readonly AuditEntry[];
  readonly selected: number;
  readonly onSelect: (seq: number) => void;
};

/** The entries beside the one that is read. */
export function LogList({ entries, selected, problem, onNearEnd, onSelect }: LogListProps) {
  if (entries.length === 0) return <p className="px-4 py-3 text-sm text-ink-faint">{t("list.none")}</p>;
  return (
    <LiveRows ids={entries.map(idOf)} problem={problem} onNearEnd={onNearEnd}>
      <RowList
        label={t("log.label")}
        items={entries}
        idOf={idOf}
        selectedId={String(selected)}
        onSelect={(id) => onSelect(Number(id))}
        renderRow={(entry) => (
          <span className="w-full min-w-0 [&_bdi]:whitespace-nowrap">
            <ListRow
              title={actionWords(entry.action)}
              trailing={<RelativeTime at={entry.at} isFocusable={false} />}
              detail={<Actor actor={entry.actor} />}
              detailTrailing={
                <span className="block max-w-32 truncate">
                  <About entry={entry} />
                </span>
              }
            />
          </span>
        )}
      />
    </LiveRows>
  );
}

/** A row's key. */
export function idOf(entry: AuditEntry): string {
  return String(entry.seq);
}
