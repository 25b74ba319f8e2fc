const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `0:41`, `4:30`, `1:02:05`; rounds down. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}

// Building one takes longer than a hundred uses of it.
const RELATIVE = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "short" });
const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY_AND_TIME = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  day: "numeric",
  month: "short",
});

/** "just now", "3 minutes ago", "in 2 hours", "yesterday"; from a week on the date itself. */
export function formatRelative(at: number, now: number): string {
  const diff = at - now;
  const size = Math.abs(diff);
  if (size < MINUTE) return RELATIVE.format(0, "second");
  if (size < HOUR) return RELATIVE.format(Math.trunc(diff / MINUTE), "minute");
  if (size < DAY) return RELATIVE.format(Math.trunc(diff / HOUR), "hour");
  if (size < 7 * DAY) return RELATIVE.format(Math.trunc(diff / DAY), "day");
  return DATE.format(at);
}

/** The exact time to the second, with its zone. */
export function formatExact(at: number): string {
  return EXACT.format(at);
}

/** A moment to decide by or to look back at: the time of day, with the date when it is not today. */
export function formatMoment(at: number, now = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (isToday ? TIME : DAY_AND_TIME).format(at);
}
