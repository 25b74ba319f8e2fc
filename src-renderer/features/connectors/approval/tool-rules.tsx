import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { MemberDetail, ToolApproval, ToolId, ToolSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Combobox } from "../../../ui/fields/combobox.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { t } from "../messages.ts";
import { riskOf } from "../risk-words.ts";
import { Approvers } from "./approvers.tsx";

export type ToolRulesProps = {
  readonly rules: readonly ToolApproval[];
  readonly tools: readonly ToolSummary[];
  readonly people: readonly MemberDetail[];
  readonly onChange: (rules: readonly ToolApproval[]) => void;
};

/** What single tools ask beyond the rest of the policy. */
export function ToolRules({ rules, tools, people, onChange }: ToolRulesProps) {
  const [nextId, setNextId] = useState<ToolId | null>(null);
  const others = tools.filter(({ id }) => !rules.some(({ toolId }) => toolId === id));
  const add = (): void => {
    if (nextId === null) return;
    onChange([...rules, newRule(nextId)]);
    setNextId(null);
  };
  return (
    <div className="flex flex-col gap-3">
      {rules.map((rule) => (
        <ToolRule
          key={rule.toolId}
          rule={rule}
          tool={tools.find(({ id }) => id === rule.toolId)}
          people={people}
          onChange={(next) => onChange(rules.map((one) => (one.toolId === rule.toolId ? next : one)))}
          onRemove={() => onChange(rules.filter(({ toolId }) => toolId !== rule.toolId))}
        />
      ))}
      {others.length > 0 && (
        <div className="flex items-center gap-2">
          <Combobox
            className="w-72"
            label={t("approval.tool")}
            placeholder={t("approval.tool.choose")}
            value={nextId}
            onChange={(id) => setNextId(others.find((tool) => tool.id === id)?.id ?? null)}
            choices={others.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button icon={Plus} onClick={add} disabledReason={nextId === null ? t("approval.tool.first") : undefined}>
            {t("approval.tool.add")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Two people: whoever names a tool here wants more than one pair of eyes. */
function newRule(toolId: ToolId): ToolApproval {
  return {
    toolId,
    approvers: { needed: 2, from: [] },
    needsReason: false,
    needsPassphrase: false,
    reviewsResult: false,
  };
}

type ToolRuleProps = Pick<ToolRulesProps, "people"> & {
  readonly rule: ToolApproval;
  readonly tool: ToolSummary | undefined;
  readonly onChange: (rule: ToolApproval) => void;
  readonly onRemove: () => void;
};

const DEMANDS = ["needsReason", "needsPassphrase", "reviewsResult"] as const;

function ToolRule({ rule, tool, people, onChange, onRemove }: ToolRuleProps) {
  const name = tool?.name ?? t("approval.goneTool");
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-md border border-line px-3 py-2.5">
      <header className="flex items-center gap-2">
        {tool !== undefined && <RiskBadge risk={riskOf(tool.risk.riskClass)} look="icon" />}
        <h4 className="min-w-0 flex-1 truncate font-mono text-xs font-medium">{name}</h4>
        <IconButton icon={X} size="small" label={t("approval.tool.remove", { tool: name })} onClick={onRemove} />
      </header>
      <Approvers
        tool={name}
        approvers={rule.approvers}
        people={people}
        onChange={(approvers) => onChange({ ...rule, approvers })}
      />
      <div className="flex flex-wrap gap-x-5 gap-y-1.5">
        {DEMANDS.map((demand) => (
          <Checkbox
            key={demand}
            checked={rule[demand]}
            onChange={(isOn) => onChange({ ...rule, [demand]: isOn })}
            label={t(`approval.tool.${demand}`)}
          />
        ))}
      </div>
    </section>
  );
}
