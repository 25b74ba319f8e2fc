import { useState } from "react";
import { useMember, type AgentSession, type DeskTool } from "../../../client/index.ts";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { SearchField } from "../../../ui/fields/search-field.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { classWord, isGrave, riskOf } from "../words/risk-words.ts";
import { PickedConditions } from "./picked-conditions.tsx";
import { useGivenTools } from "./use-given-tools.ts";
import { MOST_TOOLS, type Scope } from "./use-scope.ts";

export type ToolPickerProps = { readonly session: AgentSession; readonly scope: Scope };

/** The tools that the session's policy gives, to pick from; what this person cannot grant stands there with the reason. */
export function ToolPicker({ session, scope }: ToolPickerProps) {
  const tools = useGivenTools(session);
  const [words, setWords] = useState("");
  if (tools.kind === "loading") return <Skeleton rows={4} />;
  if (tools.kind === "failed") return <ErrorState {...tools.failure} />;
  if (tools.data.length === 0) return <p className="text-sm text-ink-soft">{t("scope.noTools")}</p>;
  const shown = tools.data.filter((tool) => isFound(tool, words)).toSorted(byUse);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h4 className="text-sm font-medium">{t("scope.tools")}</h4>
        <SearchField
          label={t("scope.find")}
          text={words}
          onChange={setWords}
          hotkeyGroup={t("scope.title")}
          hotkeyLabel={t("scope.find")}
        />
      </div>
      {shown.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("scope.none")}</p>
      ) : (
        <ul className="flex max-h-112 flex-col overflow-y-auto rounded-md border border-line">
          {shown.map((tool) => (
            <ToolRow key={tool.id} tool={tool} scope={scope} />
          ))}
        </ul>
      )}
    </div>
  );
}

function ToolRow({ tool, scope }: { readonly tool: DeskTool; readonly scope: Scope }) {
  const { may } = useMember();
  const picked = scope.picked.find((one) => one.tool.id === tool.id);
  const off = offReason(tool, may("admin"));
  const isFull = picked === undefined && scope.picked.length >= MOST_TOOLS;
  return (
    <li className="flex flex-col gap-2 border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex items-start gap-3">
        <Checkbox
          checked={picked !== undefined}
          disabled={off !== undefined || isFull}
          onChange={() => scope.toggle(tool)}
          label={
            <Phrase
              parts={{
                tool: <GivenName text={tool.name} isMono />,
                connector: <GivenName text={tool.connectorName} />,
              }}
              say={(marks) => t("scope.pick", marks)}
            />
          }
          description={off}
          className="min-w-0 flex-1"
        />
        <RiskBadge risk={riskOf(tool.risk.riskClass)} look="plain" />
      </div>
      {picked !== undefined && <PickedConditions picked={picked} scope={scope} />}
    </li>
  );
}

function offReason({ risk }: DeskTool, isAdmin: boolean): string | undefined {
  if (risk.source.kind === "drifted") return t("scope.off.drifted");
  if (risk.riskClass === "read-only") return t("scope.off.readOnly");
  return isGrave(risk.riskClass) && !isAdmin ? t("scope.off.admin", { class: classWord(risk.riskClass) }) : undefined;
}

const ORDER = { moderate: 0, dangerous: 1, unknown: 2, "read-only": 3 } as const;

/** What is picked most comes first; what need not be picked last. */
function byUse(a: DeskTool, b: DeskTool): number {
  return ORDER[a.risk.riskClass] - ORDER[b.risk.riskClass] || b.calls - a.calls || a.name.localeCompare(b.name);
}

function isFound(tool: DeskTool, words: string): boolean {
  const text = `${tool.name} ${tool.title ?? ""} ${tool.connectorName}`.toLowerCase();
  return words
    .toLowerCase()
    .split(" ")
    .every((word) => text.includes(word));
}
