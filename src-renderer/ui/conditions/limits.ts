import { t } from "./messages.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a person says about how long something holds; the count as typed. */
export type Limits = { readonly forMs: number | null; readonly uses: string };

/** A count that can be kept to: none, or a whole number; `undefined` is neither. */
export function readCount(text: string, most: number): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const count = Number(trimmed);
  return Number.isInteger(count) && count >= 1 && count <= most ? count : undefined;
}

/** A round duration in words. */
export function durationWords(ms: number): string {
  if (ms % DAY === 0) return t("limits.days", { count: ms / DAY });
  if (ms % HOUR === 0) return t("limits.hours", { count: ms / HOUR });
  return t("limits.min", { count: Math.round(ms / MINUTE) });
}
