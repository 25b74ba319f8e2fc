/** The day and the time to the second. */
export function exactWords(at: number): string {
  return TO_THE_SECOND.format(at);
}

/** The day and the time to the minute. */
export function minuteWords(at: number): string {
  return TO_THE_MINUTE.format(at);
}

/** The day alone. */
export function dayWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(at);
}

/** The time of day to the millisecond, for steps of one call. */
export function stepTimeWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(at);
}

/** A span of time, which may be open at either end. */
export function spanWords(from: number | null, to: number | null): string {
  if (from !== null && to !== null) return TO_THE_MINUTE.formatRange(from, to);
  return [from, to].map((at) => (at === null ? "" : minuteWords(at))).join(" – ");
}

/** A short span of time, to the second. */
export function exactSpanWords(from: number, to: number): string {
  return TO_THE_SECOND.formatRange(from, to);
}

const TO_THE_SECOND = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const TO_THE_MINUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
