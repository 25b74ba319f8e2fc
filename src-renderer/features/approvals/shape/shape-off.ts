import type { ApprovalCard } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { classWord } from "../words/class-words.ts";

/** Why calls like this one cannot be allowed in advance by this person; undefined: they can. */
export function shapeOff(card: ApprovalCard, isAdmin: boolean): string | undefined {
  const { asker, requirements, risk, verdict } = card;
  const { riskClass, source } = risk;
  if (asker.kind !== "agent") return t("shape.off.member");
  if (source.kind === "drifted" || verdict.reason.kind === "definition-changed") return t("shape.off.drifted");
  if (requirements.needed > 1) return t("shape.off.several");
  const isGrave = riskClass === "dangerous" || riskClass === "unknown";
  return isGrave && !isAdmin ? t("shape.off.admin", { class: classWord(riskClass) }) : undefined;
}
