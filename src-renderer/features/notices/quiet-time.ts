/** Until when, with the day where it is not today. */
export function quietTime(until: number): string {
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const isToday = new Date(until).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat("en-GB", isToday ? time : { ...time, weekday: "short" }).format(until);
}
