/** When a new value is due, as its form holds it; `days` is what stands in the field. */
export type Reminder = { readonly kind: "org" | "never" | "days"; readonly days: string };

const USUAL_DAYS = "90";
const MAX_DAYS = 3650;

/** The form's view of `remindAfterDays`: null is as the organization says, 0 is never. */
export function reminderOf(remindAfterDays: number | null): Reminder {
  if (remindAfterDays === null) return { kind: "org", days: USUAL_DAYS };
  return remindAfterDays === 0 ? { kind: "never", days: USUAL_DAYS } : { kind: "days", days: String(remindAfterDays) };
}

/** The reverse; undefined when the field holds no number of days from 1 to 3,650. */
export function remindAfterDaysOf({ kind, days }: Reminder): number | null | undefined {
  if (kind === "org") return null;
  if (kind === "never") return 0;
  const count = Number(days.trim());
  return /^\d+$/.test(days.trim()) && count >= 1 && count <= MAX_DAYS ? count : undefined;
}
