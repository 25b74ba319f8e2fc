import type { CallSummary } from "../../../client/index.ts";
import type { Risk } from "../../../ui/risk/risk.ts";
import { t } from "../messages.ts";

/** A class as the kit names it. */
export function riskOf(riskClass: CallSummary["riskClass"]): Risk {
  return riskClass === "read-only" ? "readOnly" : riskClass;
}

export function classWord(riskClass: CallSummary["riskClass"]): string {
  return t(`risk.${riskClass}`);
}
