import type { RiskClass } from "../../client/index.ts";
import type { Risk } from "../../ui/risk/risk.ts";
import { t } from "./messages.ts";

/** The classes in the order of their keys: 1 to 4. */
export const classKeys: readonly { readonly riskClass: RiskClass; readonly key: string }[] = [
  { riskClass: "read-only", key: "1" },
  { riskClass: "moderate", key: "2" },
  { riskClass: "dangerous", key: "3" },
  { riskClass: "unknown", key: "4" },
];

/** A class as the kit names it. */
export function riskOf(riskClass: RiskClass): Risk {
  return riskClass === "read-only" ? "readOnly" : riskClass;
}

export function riskWord(riskClass: RiskClass): string {
  return t(`risk.${riskClass}`);
}
