import { Timer } from "lucide-react";
import type { ApprovalCard } from "../../../client/index.ts";
import { cx } from "../../../ui/cx.ts";
import { formatDuration, formatMoment } from "../../../ui/time/format-time.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";

const SOON_MS = 30_000;

export type WaitingProps = {
  readonly card: Pick<ApprovalCard, "asker" | "receivedAt" | "heldUntil" | "expiresAt">;
  /** The call left the queue: the clock stands still. */
  readonly isStopped: boolean;
};

/** How long the agent's request is still held open; after that, by when to decide. */
export function Waiting({ card, isStopped }: WaitingProps) {
  const now = useNow(isStopped ? null : 1000);
  const left = card.heldUntil === null ? null : card.heldUntil - now;
  const isSoon = !isStopped && left !== null && left > 0 && left <= SOON_MS;
  return (
    <span
      role="timer"
      className={cx("inline-flex items-center gap-1.5 text-sm text-ink-soft", isSoon && "font-medium text-amber")}
    >
      <Timer size={14} aria-hidden className="shrink-0" />
      {words(card, now, isStopped)}
    </span>
  );
}

function words(
  { asker, receivedAt, heldUntil, expiresAt }: WaitingProps["card"],
  at: number,
  isStopped: boolean,
): string {
  const waited = formatDuration(at - receivedAt);
  if (isStopped) return t("time.stopped", { waited });
  if (heldUntil !== null && heldUntil > at) {
    return t("time.held", { waited, total: formatDuration(heldUntil - receivedAt) });
  }
  const until = formatMoment(expiresAt, at);
  return asker.kind === "agent" ? t("time.backAgent", { until }) : t("time.open", { waited, until });
}
