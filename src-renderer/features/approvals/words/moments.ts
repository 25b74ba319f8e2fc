/** A moment to decide by or to look back at: the time of day, with the date when it is not today. */
export function momentWords(at: number, now: number): string {
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat("en-GB", isToday ? time : { ...time, day: "numeric", month: "short" }).format(at);
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

/** The day and the time to the second. */
export function exactWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(at);
}
