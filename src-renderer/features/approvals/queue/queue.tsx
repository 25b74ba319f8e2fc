import { useMemo } from "react";
import { RowList } from "../../../ui/data/row-list.tsx";
import { t } from "../messages.ts";
import { LastDecision, type Decided } from "./last-decision.tsx";
import { keyOf, type QueueGroup } from "./order.ts";
import { QUEUE_ROW_PX, QueueRow } from "./queue-row.tsx";

export type QueueProps = {
  /** In the order of deciding. */
  readonly groups: readonly QueueGroup[];
  readonly selected: QueueGroup | undefined;
  readonly onSelect: (group: QueueGroup) => void;
  readonly lastDecided: Decided | null;
};

/** What waits, the most urgent first, and below it what was decided last. */
export function Queue({ groups, selected, onSelect, lastDecided }: QueueProps) {
  const byId = useMemo(() => new Map(groups.map((group) => [idOf(group), group])), [groups]);
  return (
    <>
      {groups.length === 0 ? (
        <p className="flex-1 px-4 py-3 text-sm text-ink-faint">{t("queue.none")}</p>
      ) : (
        <RowList
          label={t("queue.label")}
          items={groups}
          idOf={idOf}
          selectedId={selected === undefined ? null : idOf(selected)}
          onSelect={(id) => {
            const group = byId.get(id);
            if (group !== undefined) onSelect(group);
          }}
          rowHeight={QUEUE_ROW_PX}
          renderRow={({ shown, calls, isVoted }) => (
            <QueueRow call={shown} alike={calls.length - 1} isVoted={isVoted} />
          )}
        />
      )}
      {lastDecided !== null && <LastDecision decided={lastDecided} />}
    </>
  );
}

function idOf({ shown }: QueueGroup): string {
  return keyOf(shown);
}
