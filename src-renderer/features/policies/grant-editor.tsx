import type { ConnectorSummary, Grant, ToolSummary } from "../../client/index.ts";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Checkbox } from "../../ui/fields/checkbox.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { RiskBadge } from "../../ui/risk/risk-badge.tsx";
import { givenOf, type Given } from "./grants.ts";
import { t } from "./messages.ts";
import { useTools } from "./use-policies.ts";

export type GrantEditorProps = {
  readonly connector: ConnectorSummary;
  readonly grant: Grant | undefined;
  readonly disabled: boolean;
  /** Null gives nothing of the connector. */
  readonly onChange: (tools: Grant["tools"] | null) => void;
};

const GIVEN: readonly Given[] = ["none", "all", "chosen"];

/** What a policy gives of one connector: nothing, everything, or tools chosen one by one. */
export function GrantEditor({ connector, grant, disabled, onChange }: GrantEditorProps) {
  const given = givenOf(grant);
  const chosen = grant === undefined || grant.tools === "all" ? [] : grant.tools;
  const change = (next: Given): void => {
    if (next === given) return;
    onChange(next === "none" ? null : next === "all" ? "all" : []);
  };
  return (
    <li className="flex flex-col border-b border-line last:border-b-0">
      <div className="flex items-center gap-3 px-4 py-2.5">
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate text-sm font-medium">{connector.name}</span>
          <span className="truncate font-mono text-2xs text-ink-faint">{connector.slug}</span>
        </span>
        {given === "chosen" && (
          <span className="text-xs text-ink-soft">
            {t("grant.count", { count: chosen.length, total: connector.tools.total })}
          </span>
        )}
        <Select
          size="small"
          className="w-36"
          label={t("grant.label", { connector: connector.name })}
          value={given}
          disabled={disabled}
          onChange={change}
          choices={GIVEN.map((value) => ({
            value,
            label: t(`grant.${value}`),
            description: value === "all" ? t("grant.allText") : undefined,
          }))}
        />
      </div>
      {given === "chosen" && (
        <ToolChoice
          connector={connector}
          chosen={chosen}
          disabled={disabled}
          onChange={(tools) => onChange([...tools])}
        />
      )}
    </li>
  );
}

type ToolChoiceProps = {
  readonly connector: ConnectorSummary;
  readonly chosen: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (tools: readonly string[]) => void;
};

function ToolChoice({ connector, chosen, disabled, onChange }: ToolChoiceProps) {
  const tools = useTools(connector.id);
  if (tools.kind === "loading") return <Skeleton rows={2} />;
  if (tools.kind === "failed") return <p className="px-4 pb-3 text-sm text-amber">{tools.failure.what}</p>;
  const lost = chosen.filter((name) => !tools.data.some((tool) => tool.name === name));
  return (
    <div
      role="group"
      aria-label={t("grant.tools", { connector: connector.name })}
      className="flex flex-col gap-1.5 px-4 pb-3"
    >
      {tools.data.length === 0 && <p className="text-sm text-ink-soft">{t("grant.toolsEmpty")}</p>}
      {tools.data.map((tool) => (
        <ToolCheck
          key={tool.id}
          tool={tool}
          isChosen={chosen.includes(tool.name)}
          disabled={disabled}
          onChange={(isChosen) =>
            onChange(isChosen ? [...chosen, tool.name] : chosen.filter((name) => name !== tool.name))
          }
        />
      ))}
      {lost.length > 0 && (
        <p className="text-xs text-amber">
          {t("grant.lost", { count: lost.length, names: new Intl.ListFormat("en").format(lost) })}
        </p>
      )}
    </div>
  );
}

type ToolCheckProps = {
  readonly tool: ToolSummary;
  readonly isChosen: boolean;
  readonly disabled: boolean;
  readonly onChange: (isChosen: boolean) => void;
};

function ToolCheck({ tool, isChosen, disabled, onChange }: ToolCheckProps) {
  const { riskClass } = tool.risk;
  return (
    <span className="flex items-center gap-2">
      <Checkbox
        checked={isChosen}
        disabled={disabled}
        onChange={onChange}
        label={<span className="font-mono text-xs">{tool.name}</span>}
      />
      <RiskBadge look="icon" risk={riskClass === "read-only" ? "readOnly" : riskClass} />
    </span>
  );
}
