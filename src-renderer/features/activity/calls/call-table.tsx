import { useRef, useState } from "react";
import type { CallSummary } from "../../../client/index.ts";
import { DataTable } from "../../../ui/data/data-table.tsx";
import { LiveRows, type LiveRowsProps } from "../rows/live-rows.tsx";
import { t } from "../messages.ts";
import { CALLS_MIN_PX, callColumns } from "./columns.tsx";
import { idOf } from "./use-calls.ts";

export type CallTableProps = Pick<LiveRowsProps, "problem" | "onNearEnd"> & {
  readonly calls: readonly CallSummary[];
  /** The row to begin at: the call that was just read. */
  readonly firstId: string | null;
  readonly onOpen: (id: string) => void;
};

/** The calls in columns. A click opens one; arrows choose and Enter opens. */
export function CallTable({ calls, firstId, problem, onNearEnd, onOpen }: CallTableProps) {
  const [chosenId, setChosenId] = useState(firstId);
  const isPointer = useRef(false);
  return (
    <LiveRows ids={calls.map(idOf)} problem={problem} onNearEnd={onNearEnd}>
      <div
        className="min-h-0 flex-1"
        onPointerDownCapture={() => (isPointer.current = true)}
        onKeyDownCapture={() => (isPointer.current = false)}
      >
        <DataTable
          label={t("table.label")}
          rows={calls}
          idOf={idOf}
          columns={callColumns}
          selectedId={chosenId}
          onSelect={(id) => (isPointer.current ? onOpen(id) : setChosenId(id))}
          onOpen={onOpen}
          minWidth={CALLS_MIN_PX}
        />
      </div>
    </LiveRows>
  );
}
