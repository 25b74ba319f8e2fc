/** A time in days as it stands in its form: `isNever` leaves the field as it is. */
export type TypedDays = { readonly text: string; readonly isNever: boolean };

/** Days that a new choice starts with, where the organization had said never. */
const USUAL: Readonly<Record<"rotateEveryDays" | "remindAfterDays", number>> = {
  rotateEveryDays: 30,
  remindAfterDays: 90,
};
/** What the contract allows. */
export const mostDays = { rotateEveryDays: 365, remindAfterDays: 3650 } as const;
export type ScheduleKey = keyof typeof mostDays;

/** What the form shows for a setting; 0 is never. */
export function typedDays(key: ScheduleKey, days: number): TypedDays {
  return { text: String(days === 0 ? USUAL[key] : days), isNever: days === 0 };
}

/** The reverse; undefined when the field holds no number of days that is allowed. */
export function daysOf(key: ScheduleKey, { text, isNever }: TypedDays): number | undefined {
  if (isNever) return 0;
  const days = Number(text.trim());
  return /^\d+$/.test(text.trim()) && days >= 1 && days <= mostDays[key] ? days : undefined;
}
