import { Copy, Flag } from "lucide-react";
import { memo } from "react";
import type { ApprovalSummary } from "../../../client/index.ts";
import { cx } from "../../../ui/cx.ts";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { formatDuration, formatMoment } from "../../../ui/time/format-time.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import { riskOf } from "../words/class-words.ts";

/** Height of a row in pixels: three lines. */
export const QUEUE_ROW_PX = 76;

export type QueueRowProps = {
  readonly call: ApprovalSummary;
  /** How many other calls ask for exactly the same. */
  readonly alike: number;
  /** This person has approved it; it waits for others. */
  readonly isVoted: boolean;
};

/** One waiting call: enough to tell it from the others; the card shows all of it. */
export const QueueRow = memo(function QueueRow({ call, alike, isVoted }: QueueRowProps) {
  return (
    // Text of others breaks its lines by itself; a row has one line for each.
    <span className="flex w-full min-w-0 items-start gap-2.5 [&_bdi]:whitespace-nowrap">
      <RiskBadge risk={riskOf(call.riskClass)} look="icon" className="mt-[3px]" />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <span className={cx("min-w-0 flex-1 truncate text-sm", isVoted ? "text-ink-soft" : "font-medium text-ink")}>
            <RevealedText text={call.toolTitle ?? call.toolName} flow="inline" />
          </span>
          <TimeLeft heldUntil={call.heldUntil} expiresAt={call.expiresAt} />
        </span>
        <span className="truncate font-mono text-xs text-ink-soft">
          <RevealedText text={call.gist === "" ? call.toolName : call.gist} flow="inline" />
        </span>
        <span className="flex items-center gap-2 text-xs text-ink-soft">
          <span className="min-w-0 flex-1 truncate">
            <RevealedText text={call.connectorName} flow="inline" />
            <span aria-hidden className="px-1 text-ink-faint">
              ·
            </span>
            <RevealedText text={call.askerName} flow="inline" />
          </span>
          <Marks call={call} />
          {alike > 0 && <Count icon={Copy} count={alike} label={t("queue.alike", { count: alike })} />}
          {call.warnings > 0 && (
            <Count icon={Flag} count={call.warnings} label={t("queue.warnings", { count: call.warnings })} isWarning />
          )}
        </span>
      </span>
    </span>
  );
});

/** What is special about a row, as a word: what reaches far, what is a result, what several people decide. */
function Marks({ call }: { readonly call: ApprovalSummary }) {
  const { requirements, votes } = call;
  if (call.kind === "result") return <span className={cx(MARK, "text-accent-ink")}>{t("queue.result")}</span>;
  return (
    <>
      {requirements.needed > 1 && (
        <span className={MARK}>{t("queue.votes", { votes, needed: requirements.needed })}</span>
      )}
      {call.riskClass === "dangerous" && <span className={cx(MARK, "text-red")}>{t("queue.dangerous")}</span>}
    </>
  );
}

const MARK = "shrink-0 font-medium";

type CountProps = {
  readonly icon: typeof Flag;
  readonly count: number;
  readonly label: string;
  readonly isWarning?: boolean;
};

function Count({ icon: Icon, count, label, isWarning = false }: CountProps) {
  return (
    <span title={label} className={cx("inline-flex items-center gap-0.5", isWarning && "text-amber")}>
      <Icon size={12} aria-hidden />
      <span aria-hidden>{count.toLocaleString("en")}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

const SOON_MS = 30_000;

function TimeLeft({ heldUntil, expiresAt }: Pick<ApprovalSummary, "heldUntil" | "expiresAt">) {
  const now = useNow(1000);
  const left = heldUntil === null ? 0 : heldUntil - now;
  if (left <= 0) {
    return (
      <span className="shrink-0 text-xs text-ink-faint">
        {t("queue.until", { time: formatMoment(expiresAt, now) })}
      </span>
    );
  }
  const time = formatDuration(left);
  return (
    <span className={cx("shrink-0 text-xs", left <= SOON_MS ? "font-medium text-amber" : "text-ink-soft")}>
      <span aria-hidden>{time}</span>
      <span className="sr-only">{t("queue.left", { time })}</span>
    </span>
  );
}
