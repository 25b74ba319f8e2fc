import type { RiskClass, TrustLevel } from "../../../client/index.ts";
import type { Risk } from "../../../ui/risk/risk.ts";
import { t } from "../messages.ts";

/** A class as the kit names it. */
export function riskOf(riskClass: RiskClass): Risk {
  return riskClass === "read-only" ? "readOnly" : riskClass;
}

export function classWord(riskClass: RiskClass): string {
  return t(`risk.${riskClass}`);
}

export function trustWord(trustLevel: TrustLevel): string {
  return t(`trust.${trustLevel}`);
}
