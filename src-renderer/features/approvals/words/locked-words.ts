import type { ApprovalCard } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { momentWords } from "./moments.ts";

/** From when to when the vault was locked while a call waited, as far as that is known. */
export function lockedWords({ from, to }: NonNullable<ApprovalCard["lockedMeanwhile"]>, now: number): string {
  const until = momentWords(to, now);
  return from === null ? t("locked.stopped", { until }) : t("locked.text", { since: momentWords(from, now), until });
}
