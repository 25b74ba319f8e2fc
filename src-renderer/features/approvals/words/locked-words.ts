import type { ApprovalCard } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { formatMoment } from "../../../ui/time/format-time.ts";

/** From when to when the vault was locked while a call waited, as far as that is known. */
export function lockedWords({ from, to }: NonNullable<ApprovalCard["lockedMeanwhile"]>, now: number): string {
  const until = formatMoment(to, now);
  return from === null ? t("locked.stopped", { until }) : t("locked.text", { since: formatMoment(from, now), until });
}
