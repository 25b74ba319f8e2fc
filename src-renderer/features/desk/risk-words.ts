import type { RiskClass } from "../../client/index.ts";
import type { Risk } from "../../ui/risk/risk.ts";
import { t } from "./messages.ts";

/** A class as the kit names it. */
export function riskOf(riskClass: RiskClass): Risk {
  return riskClass === "read-only" ? "readOnly" : riskClass;
}

export function riskWord(riskClass: RiskClass): string {
  return t(`risk.${riskClass}`);
}

/** The day and the time to the minute. */
export function exactWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** The day alone, without its year while that is this one. */
export function shortDayWords(at: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return isThisYear ? new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" }).format(at) : dayWords(at);
}

/** The day alone. */
export function dayWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(at);
}
