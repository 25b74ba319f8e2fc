import type { AuditFilter } from "../../../client/index.ts";
import type { Past, Shown } from "../address.ts";

const HOUR_MS = 3_600_000;
const PAST_MS: Readonly<Record<Past, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/** What of the log is asked for, without how much of it at once. */
export type LogFilter = Omit<AuditFilter, "before" | "limit">;

/** The question that the address asks of the log. `now`: when the filter was chosen. */
export function logFilterOf(shown: Shown, now: number): LogFilter {
  const { kind, text, actor, subject, past, to } = shown;
  const from = shown.from ?? (past === null ? null : now - PAST_MS[past]);
  return {
    kind,
    ...(text.trim() === "" ? {} : { text: text.trim() }),
    ...(actor === "" ? {} : { actor }),
    ...(subject === "" ? {} : { subject }),
    ...(from === null ? {} : { from: Math.max(0, from) }),
    ...(to === null ? {} : { to }),
  };
}

/** Whether any filter hides entries. */
export function isLogNarrowed({ kind, text, actor, subject, past, from, to }: Shown): boolean {
  return (
    kind !== "all" ||
    [text.trim(), actor, subject].some((words) => words !== "") ||
    [past, from, to].some((limit) => limit !== null)
  );
}

/** The same without any of them. */
export const WHOLE_LOG = { kind: "all", text: "", actor: "", subject: "", past: null, from: null, to: null } as const;
