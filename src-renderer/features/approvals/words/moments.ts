const DAY_MS = 86_400_000;

/** A moment to decide by: the time of day, with the date when it is not within a day. */
export function momentWords(at: number, now: number): string {
  const isNear = Math.abs(at - now) < DAY_MS;
  return new Intl.DateTimeFormat(
    "en",
    isNear ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
  ).format(at);
}

/** The day that something was set: "12 Nov", with the year when it is another one. */
export function dayWords(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(at);
}

/** The exact time to the millisecond, as the log has it. */
export function exactWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(at);
}
