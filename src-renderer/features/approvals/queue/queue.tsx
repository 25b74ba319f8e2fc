import { useMemo } from "react";
import type { ApprovalSummary, CallId } from "../../../client/index.ts";
import { RowList } from "../../../ui/data/row-list.tsx";
import { t } from "../messages.ts";
import { LastDecision, type Decided } from "./last-decision.tsx";
import { countAlike } from "./order.ts";
import { QUEUE_ROW_PX, QueueRow } from "./queue-row.tsx";

export type QueueProps = {
  /** In the order of deciding. */
  readonly queue: readonly ApprovalSummary[];
  readonly selectedId: CallId | null;
  readonly onSelect: (id: string) => void;
  readonly lastDecided: Decided | null;
};

/** The calls that wait, the most urgent first, and below them what was decided last. */
export function Queue({ queue, selectedId, onSelect, lastDecided }: QueueProps) {
  const alike = useMemo(() => countAlike(queue), [queue]);
  return (
    <>
      {queue.length === 0 ? (
        <p className="flex-1 px-4 py-3 text-sm text-ink-faint">{t("queue.none")}</p>
      ) : (
        <RowList
          label={t("queue.label")}
          items={queue}
          idOf={idOf}
          selectedId={selectedId}
          onSelect={onSelect}
          rowHeight={QUEUE_ROW_PX}
          renderRow={(call) => <QueueRow call={call} alike={alike.get(call.callId) ?? 0} />}
        />
      )}
      {lastDecided !== null && <LastDecision decided={lastDecided} />}
    </>
  );
}

function idOf(call: ApprovalSummary): string {
  return call.callId;
}
