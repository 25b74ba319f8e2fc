import type { CallId, CallSummary } from "../../../client/index.ts";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { LiveRows, type LiveRowsProps } from "../rows/live-rows.tsx";
import { CallState } from "../words/call-state.tsx";
import { riskOf } from "../words/class-words.ts";
import { idOf } from "./use-calls.ts";

export type CallListProps = Pick<LiveRowsProps, "problem" | "onNearEnd"> & {
  readonly calls: readonly CallSummary[];
  readonly selectedId: CallId;
  readonly onSelect: (id: string) => void;
};

/** The calls beside the one that is read. */
export function CallList({ calls, selectedId, problem, onNearEnd, onSelect }: CallListProps) {
  if (calls.length === 0) return <p className="px-4 py-3 text-sm text-ink-faint">{t("list.none")}</p>;
  return (
    <LiveRows ids={calls.map(idOf)} problem={problem} onNearEnd={onNearEnd}>
      <RowList
        label={t("table.label")}
        items={calls}
        idOf={idOf}
        selectedId={selectedId}
        onSelect={onSelect}
        renderRow={(call) => <CallRow call={call} />}
      />
    </LiveRows>
  );
}

function CallRow({ call }: { readonly call: CallSummary }) {
  return (
    <span className="w-full min-w-0 [&_bdi]:whitespace-nowrap">
      <ListRow
        leading={<RiskBadge risk={riskOf(call.riskClass)} look="icon" />}
        title={<RevealedText text={call.toolName} flow="inline" />}
        trailing={<RelativeTime at={call.receivedAt} isFocusable={false} />}
        detail={
          <>
            <RevealedText text={call.connectorName} flow="inline" />
            <span aria-hidden className="px-1 text-ink-faint">
              ·
            </span>
            <RevealedText text={call.askerName} flow="inline" />
          </>
        }
        detailTrailing={<CallState state={call.state} className="text-xs" />}
      />
    </span>
  );
}
