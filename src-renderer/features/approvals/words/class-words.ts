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

/** Whether approving takes a second, deliberate gesture: what is known to reach far, and what nobody has looked at. */
export function isHeld(riskClass: RiskClass): boolean {
  return riskClass === "dangerous" || riskClass === "unknown";
}
