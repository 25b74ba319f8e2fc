import { formatDuration } from "../../../ui/time/format-time.ts";
import { t } from "../messages.ts";

const EXACT_BELOW_MS = 10_000;
const SECONDS_BELOW_MS = 60_000;

/** How long something took: milliseconds while they matter, then seconds, then minutes and hours. */
export function tookWords(ms: number): string {
  if (ms < EXACT_BELOW_MS) return t("took.ms", { ms });
  return ms < SECONDS_BELOW_MS ? t("took.s", { seconds: ms / 1000 }) : formatDuration(ms);
}
