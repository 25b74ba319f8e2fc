import type { OrgSettings } from "../../client/index.ts";
import { msOf, unitMs, unitOf, type Unit } from "./duration-unit.ts";

/** Which units a time may be typed in, and what the contract allows. */
export type TimeRule = {
  readonly key: keyof OrgSettings;
  readonly units: readonly [Unit, ...Unit[]];
  readonly minMs: number;
  readonly maxMs: number;
};

/** The times of an organization. Retention is counted in days, the others in milliseconds. */
export const timeRules: readonly TimeRule[] = [
  { key: "holdMs", units: ["seconds", "minutes"], minMs: 1_000, maxMs: 3_600_000 },
  { key: "waitMs", units: ["minutes", "hours", "days"], minMs: 60_000, maxMs: 2_592_000_000 },
  { key: "callTimeoutMs", units: ["seconds", "minutes"], minMs: 1_000, maxMs: 3_600_000 },
  { key: "idleLockMs", units: ["minutes", "hours"], minMs: 60_000, maxMs: 86_400_000 },
  { key: "retentionDays", units: ["days"], minMs: unitMs.days, maxMs: 3_650 * unitMs.days },
];

/** A time as it stands in its field. */
export type TypedTime = { readonly text: string; readonly unit: Unit };
export type TypedTimes = Readonly<Record<keyof OrgSettings, TypedTime>>;

/** What the fields show for the settings. A vault that never locks by itself leaves its field empty. */
export function typedTimes(settings: OrgSettings): TypedTimes {
  const typed = ({ key, units }: TimeRule): TypedTime => {
    const ms = key === "retentionDays" ? settings[key] * unitMs.days : settings[key];
    const unit = unitOf(ms, units);
    return { text: ms === 0 ? "" : String(ms / unitMs[unit]), unit };
  };
  return Object.fromEntries(timeRules.map((rule) => [rule.key, typed(rule)])) as TypedTimes; // one member for each rule
}

export type TimeProblem = { readonly kind: "number" } | { readonly kind: "range"; readonly rule: TimeRule };

/** Reads one field; `isNever` is the switch of the idle lock. */
export function readTime(rule: TimeRule, { text, unit }: TypedTime, isNever: boolean): number | TimeProblem {
  if (rule.key === "idleLockMs" && isNever) return 0;
  const ms = msOf(text, unit);
  if (ms === null) return { kind: "number" };
  if (ms < rule.minMs || ms > rule.maxMs) return { kind: "range", rule };
  return rule.key === "retentionDays" ? Math.round(ms / unitMs.days) : ms;
}
