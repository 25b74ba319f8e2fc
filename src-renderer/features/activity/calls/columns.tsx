import type { CallSummary } from "../../../client/index.ts";
import type { Column } from "../../../ui/data/column.ts";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { CallState } from "../words/call-state.tsx";
import { riskOf } from "../words/class-words.ts";
import { tookWords } from "../words/durations.ts";

/** What the list says of each call. */
export const callColumns: readonly Column<CallSummary>[] = [
  { id: "state", header: t("table.state"), width: "100px", cell: ({ state }) => <CallState state={state} /> },
  {
    id: "risk",
    header: t("table.risk"),
    width: "16px",
    isHeaderHidden: true,
    cell: ({ riskClass }) => <RiskBadge risk={riskOf(riskClass)} look="icon" className="align-middle" />,
  },
  {
    id: "tool",
    header: t("table.tool"),
    width: "minmax(108px, 2fr)",
    cell: ({ toolName }) => <Name text={toolName} isMono />,
  },
  {
    id: "connector",
    header: t("table.connector"),
    width: "minmax(76px, 1.2fr)",
    cell: ({ connectorName }) => <Name text={connectorName} />,
  },
  {
    id: "asker",
    header: t("table.asker"),
    width: "minmax(72px, 1fr)",
    cell: ({ askerName }) => <Name text={askerName} />,
  },
  {
    id: "verdict",
    header: t("table.verdict"),
    width: "minmax(96px, 1.2fr)",
    cell: ({ verdict, decidedBy }) => (
      <span className="text-ink-soft">
        {t(`verdict.${verdict}`)}
        {decidedBy !== null && (
          <>
            {", "}
            <Name text={decidedBy} />
          </>
        )}
      </span>
    ),
  },
  {
    id: "took",
    header: t("table.took"),
    width: "56px",
    align: "end",
    cell: ({ tookMs }) => <span className="text-ink-soft">{tookMs === null ? "" : tookWords(tookMs)}</span>,
  },
  {
    id: "removed",
    header: t("table.removed"),
    width: "60px",
    align: "end",
    cell: ({ redactions }) => (redactions === 0 ? null : redactions.toLocaleString("en")),
  },
  {
    id: "at",
    header: t("table.at"),
    width: "80px",
    align: "end",
    cell: ({ receivedAt }) => <RelativeTime at={receivedAt} isFocusable={false} className="text-ink-soft" />,
  },
];

/** Below this the table scrolls sideways; it just fits the smallest window. */
export const CALLS_MIN_PX = 832;

function Name({ text, isMono = false }: { readonly text: string; readonly isMono?: boolean }) {
  return (
    <span className={isMono ? "font-mono text-xs [&_bdi]:whitespace-nowrap" : "[&_bdi]:whitespace-nowrap"}>
      <RevealedText text={text} flow="inline" />
    </span>
  );
}
