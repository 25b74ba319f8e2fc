import { useRef, useState } from "react";
import type { AuditEntry } from "../../../client/index.ts";
import { DataTable } from "../../../ui/data/data-table.tsx";
import { t } from "../messages.ts";
import { LiveRows, type LiveRowsProps } from "../rows/live-rows.tsx";
import { LOG_MIN_PX, logColumns } from "./log-columns.tsx";
import { idOf } from "./log-list.tsx";

export type LogTableProps = Pick<LiveRowsProps, "problem" | "onNearEnd"> & {
  readonly entries: readonly AuditEntry[];
  /** The row to begin at: the entry that was just read. */
  readonly first: number | null;
  readonly onOpen: (seq: number) => void;
};

/** The entries in columns. A click opens one; arrows choose and Enter opens. */
export function LogTable({ entries, first, problem, onNearEnd, onOpen }: LogTableProps) {
  const [chosen, setChosen] = useState(first === null ? null : String(first));
  const isPointer = useRef(false);
  return (
    <LiveRows ids={entries.map(idOf)} problem={problem} onNearEnd={onNearEnd}>
      <div
        className="min-h-0 flex-1"
        onPointerDownCapture={() => (isPointer.current = true)}
        onKeyDownCapture={() => (isPointer.current = false)}
      >
        <DataTable
          label={t("log.label")}
          rows={entries}
          idOf={idOf}
          columns={logColumns}
          selectedId={chosen}
          onSelect={(id) => (isPointer.current ? onOpen(Number(id)) : setChosen(id))}
          onOpen={(id) => onOpen(Number(id))}
          minWidth={LOG_MIN_PX}
        />
      </div>
    </LiveRows>
  );
}
