/** Units a duration is shown and typed in. */
export type Unit = "seconds" | "minutes" | "hours" | "days";

export const unitMs: Readonly<Record<Unit, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

const LARGEST_FIRST: readonly Unit[] = ["days", "hours", "minutes", "seconds"];

/** The largest of the given units in which the duration is a whole number; the smallest of them when there is none. */
export function unitOf(ms: number, units: readonly Unit[]): Unit {
  const allowed = LARGEST_FIRST.filter((unit) => units.includes(unit));
  return allowed.find((unit) => ms > 0 && ms % unitMs[unit] === 0) ?? allowed.at(-1) ?? "seconds";
}

/** Reads what was typed as milliseconds; null when it is no number. */
export function msOf(typed: string, unit: Unit): number | null {
  const number = Number(typed.trim().replace(",", "."));
  return typed.trim() === "" || !Number.isFinite(number) ? null : Math.round(number * unitMs[unit]);
}
