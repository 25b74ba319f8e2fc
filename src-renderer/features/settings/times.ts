import type { OrgSettings } from "../../client/index.ts";
import { msOf, unitMs, unitOf, type Unit } from "./duration-unit.ts";

/** What an organization sets that is a length of time. */
export type TimeKey = Exclude<keyof OrgSettings, "payloadsFor" | "allowedHosts" | "clientMetadataUrl">;
/** All of them, in the units of the contract. */
export type Times = Readonly<Record<TimeKey, number>>;

/** Which units a time may be typed in, and what the contract allows. */
export type TimeRule = {
  readonly key: TimeKey;
  readonly units: readonly [Unit, ...Unit[]];
  readonly minMs: number;
  readonly maxMs: number;
  /** Whether 0 stands for never. */
  readonly mayBeNever: boolean;
};

/** The times of an organization, counted in days where their name says so, else in milliseconds. */
export const timeRules: readonly TimeRule[] = [
  { key: "holdMs", units: ["seconds", "minutes"], minMs: 1_000, maxMs: 3_600_000, mayBeNever: false },
  { key: "waitMs", units: ["minutes", "hours", "days"], minMs: 60_000, maxMs: 2_592_000_000, mayBeNever: false },
  { key: "callTimeoutMs", units: ["seconds", "minutes"], minMs: 1_000, maxMs: 3_600_000, mayBeNever: false },
  { key: "idleLockMs", units: ["minutes", "hours"], minMs: 60_000, maxMs: 86_400_000, mayBeNever: true },
  { key: "retentionDays", units: ["days"], minMs: unitMs.days, maxMs: 3_650 * unitMs.days, mayBeNever: false },
  {
    key: "auditRetentionDays",
    units: ["days"],
    minMs: 30 * unitMs.days,
    maxMs: 36_500 * unitMs.days,
    mayBeNever: false,
  },
  { key: "rotateEveryDays", units: ["days"], minMs: unitMs.days, maxMs: 365 * unitMs.days, mayBeNever: true },
  { key: "remindAfterDays", units: ["days"], minMs: unitMs.days, maxMs: 3_650 * unitMs.days, mayBeNever: true },
];

/** A time as it stands in its field. */
export type TypedTime = { readonly text: string; readonly unit: Unit };
export type TypedTimes = Readonly<Record<TimeKey, TypedTime>>;

/** What the fields show for the settings. What never happens leaves its field empty. */
export function typedTimes(settings: Times): TypedTimes {
  const typed = ({ key, units }: TimeRule): TypedTime => {
    const ms = key.endsWith("Days") ? settings[key] * unitMs.days : settings[key];
    const unit = unitOf(ms, units);
    return { text: ms === 0 ? "" : String(ms / unitMs[unit]), unit };
  };
  return Object.fromEntries(timeRules.map((rule) => [rule.key, typed(rule)])) as TypedTimes; // one member for each rule
}

export type TimeProblem = { readonly kind: "number" } | { readonly kind: "range"; readonly rule: TimeRule };

/** Reads one field; `isNever` is its switch, where it has one. */
export function readTime(rule: TimeRule, { text, unit }: TypedTime, isNever: boolean): number | TimeProblem {
  if (rule.mayBeNever && isNever) return 0;
  const ms = msOf(text, unit);
  if (ms === null) return { kind: "number" };
  if (ms < rule.minMs || ms > rule.maxMs) return { kind: "range", rule };
  return rule.key.endsWith("Days") ? Math.round(ms / unitMs.days) : ms;
}
