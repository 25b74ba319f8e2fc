import type { RiskClass } from "../../../client/index.ts";
import type { Risk } from "../../../ui/risk/risk.ts";
import { t } from "../messages.ts";

/** A class as the kit names it. */
export function riskOf(riskClass: RiskClass): Risk {
  return riskClass === "read-only" ? "readOnly" : riskClass;
}

export function classWord(riskClass: RiskClass): string {
  return t(`risk.${riskClass}`);
}

/** Only an admin can let these run in advance, by naming the tool. */
export function isGrave(riskClass: RiskClass): boolean {
  return riskClass === "dangerous" || riskClass === "unknown";
}
