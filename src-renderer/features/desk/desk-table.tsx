import { useMemo, useRef } from "react";
import type { DeskTool } from "../../client/index.ts";
import { DataTable } from "../../ui/data/data-table.tsx";
import { DESK_MIN_PX, deskColumns, type Choosing } from "./desk-columns.tsx";
import { t } from "./messages.ts";

export type DeskTableProps = {
  readonly tools: readonly DeskTool[];
  readonly currentId: string | null;
  readonly choosing: Choosing | null;
  readonly onMove: (id: string) => void;
  readonly onOpen: (id: string) => void;
};

/** Every tool in columns. A click opens one; arrows move and Enter opens. */
export function DeskTable({ tools, currentId, choosing, onMove, onOpen }: DeskTableProps) {
  const isPointer = useRef(false);
  const columns = useMemo(() => deskColumns(choosing), [choosing]);
  return (
    <div
      className="min-h-0 flex-1"
      onPointerDownCapture={() => (isPointer.current = true)}
      onKeyDownCapture={() => (isPointer.current = false)}
    >
      <DataTable
        label={t("table.label")}
        rows={tools}
        idOf={idOf}
        columns={columns}
        selectedId={currentId}
        onSelect={(id) => (isPointer.current ? onOpen(id) : onMove(id))}
        onOpen={onOpen}
        rowHeight={48}
        minWidth={DESK_MIN_PX}
      />
    </div>
  );
}

function idOf({ id }: DeskTool): string {
  return id;
}
