import type {
  ConnectorApproval,
  MemberDetail,
  MemberId,
  RiskClass,
  ToolApproval,
  ToolSummary,
} from "../../../client/index.ts";
import { t } from "../messages.ts";
import { riskWord } from "../risk-words.ts";

/** The classes of a policy with their fields, from the least to the strictest. */
const CLASS_FIELDS = [
  { field: "readOnly", riskClass: "read-only" },
  { field: "moderate", riskClass: "moderate" },
  { field: "dangerous", riskClass: "dangerous" },
  { field: "unknown", riskClass: "unknown" },
] as const satisfies readonly { readonly field: keyof ConnectorApproval; readonly riskClass: RiskClass }[];

/** Names for the ids in a policy. */
export type Names = {
  readonly tools: readonly Pick<ToolSummary, "id" | "name">[];
  readonly people: readonly Pick<MemberDetail, "id" | "name">[];
};

/** A policy as sentences, without what is as usual. None: calls follow the trust level alone. */
export function approvalSentences(approval: ConnectorApproval, names: Names): readonly string[] {
  const rules = (["run", "ask", "refuse"] as const).flatMap((rule) => {
    const classes = CLASS_FIELDS.filter(({ field }) => approval[field] === rule).map(({ riskClass }) => riskClass);
    return classes.length === 0 ? [] : [t(`approval.says.${rule}`, { classes: listed(classes.map(riskWord)) })];
  });
  return [
    ...rules,
    ...(approval.needsReason ? [t("approval.says.reason")] : []),
    ...(approval.dangerousNeeds === "passphrase" ? [t("approval.says.passphrase")] : []),
    ...(approval.reviewsResults === "none" ? [] : [t(`approval.says.results.${approval.reviewsResults}`)]),
    ...approval.tools.map((one) => toolSentence(one, names)),
  ];
}

function toolSentence({ toolId, approvers, needsReason, needsPassphrase, reviewsResult }: ToolApproval, names: Names) {
  const tool = names.tools.find(({ id }) => id === toolId)?.name ?? t("approval.goneTool");
  const from = approvers.from.map((id) => names.people.find((one) => one.id === id)?.name ?? t("approval.gonePerson"));
  const parts = [
    ...(needsReason ? [t("approval.says.tool.reason")] : []),
    ...(needsPassphrase ? [t("approval.says.tool.passphrase")] : []),
    ...(reviewsResult ? [t("approval.says.tool.result")] : []),
    ...(approvers.needed > 1 || from.length > 0
      ? [
          from.length === 0
            ? t("approval.says.tool.people", { count: approvers.needed })
            : t("approval.says.tool.peopleOf", { count: approvers.needed, names: listed(from) }),
        ]
      : []),
  ];
  return parts.length === 0
    ? t("approval.says.tool.nothing", { tool })
    : t("approval.says.tool", { tool, parts: listed(parts) });
}

/** Why a policy cannot be saved; null: it can. Named people who may not decide any more do not count. */
export function approvalProblem(approval: ConnectorApproval, deciders: ReadonlySet<MemberId>): string | null {
  for (const { approvers } of approval.tools) {
    const { needed, from } = approvers;
    const of = from.length === 0 ? deciders.size : from.filter((id) => deciders.has(id)).length;
    if (needed > of) return t("approval.problem.people", { needed, of });
  }
  return null;
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat("en").format(words);
}
