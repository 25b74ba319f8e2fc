import { SquareCheck } from "lucide-react";
import type { DeskTool } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { RiskBadge } from "../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../ui/text/verbatim.tsx";
import { Marks, SourceLine } from "./marks.tsx";
import { t } from "./messages.ts";
import { riskOf } from "./risk-words.ts";

export type DeskListProps = {
  readonly tools: readonly DeskTool[];
  readonly selectedId: string;
  readonly chosen: ReadonlySet<string>;
  readonly onSelect: (id: string) => void;
};

/** The tools beside the one that is looked at. */
export function DeskList({ tools, selectedId, chosen, onSelect }: DeskListProps) {
  return (
    <RowList
      label={t("table.label")}
      items={tools}
      idOf={({ id }) => id}
      selectedId={selectedId}
      onSelect={onSelect}
      renderRow={(tool) => <ToolRow tool={tool} isChosen={chosen.has(tool.id)} />}
    />
  );
}

function ToolRow({ tool, isChosen }: { readonly tool: DeskTool; readonly isChosen: boolean }) {
  return (
    <span className="w-full min-w-0 [&_bdi]:whitespace-nowrap">
      <ListRow
        leading={
          isChosen ? (
            <SquareCheck size={15} aria-label={t("list.chosen")} className="text-accent-ink" />
          ) : (
            <RiskBadge risk={riskOf(tool.risk.riskClass)} look="icon" />
          )
        }
        title={
          <span className="font-mono text-xs">
            <RevealedText text={tool.name} flow="inline" />
          </span>
        }
        trailing={
          <span className="flex gap-1">
            <Marks tool={tool} />
          </span>
        }
        detail={<RevealedText text={tool.connectorName} flow="inline" />}
        detailTrailing={
          <span className="block max-w-36">
            <SourceLine risk={tool.risk} />
          </span>
        }
      />
    </span>
  );
}
