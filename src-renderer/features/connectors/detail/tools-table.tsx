import type { ToolSummary } from "../../../client/index.ts";
import type { Column } from "../../../ui/data/column.ts";
import { DataTable } from "../../../ui/data/data-table.tsx";
import { Switch } from "../../../ui/fields/switch.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { t } from "../messages.ts";
import { riskOf, riskWord } from "../risk-words.ts";
import { RiskSource } from "../risk-source.tsx";

export type ToolsTableProps = {
  readonly connectorName: string;
  readonly tools: readonly ToolSummary[];
  readonly selectedId: string | null;
  readonly mayChange: boolean;
  readonly hrefOf: (tool: ToolSummary) => string;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onSwitch: (tool: ToolSummary, isEnabled: boolean) => void;
};

const VIRTUAL_ABOVE = 200;
const RANK = { unknown: 0, dangerous: 1, moderate: 2, "read-only": 3 } as const;

/** The tools of one connector: what each is, how risky and who says so, and whether agents get it. */
export function ToolsTable(props: ToolsTableProps) {
  const { tools } = props;
  return (
    // A long list scrolls in itself, so that only what is on screen is drawn.
    <div className={tools.length > VIRTUAL_ABOVE ? "h-[70vh]" : undefined}>
      <DataTable
        label={t("tools.label", { connector: props.connectorName })}
        rows={tools}
        idOf={({ id }) => id}
        columns={columnsOf(props)}
        selectedId={props.selectedId}
        onSelect={props.onSelect}
        onOpen={props.onOpen}
        rowHeight={48}
        minWidth={496}
      />
    </div>
  );
}

function columnsOf({ mayChange, hrefOf, onSwitch }: ToolsTableProps): readonly Column<ToolSummary>[] {
  return [
    {
      id: "tool",
      header: t("tools.column.tool"),
      width: "minmax(140px, 1fr)",
      sortValue: ({ name }) => name,
      cell: (tool) => <ToolName tool={tool} href={hrefOf(tool)} />,
    },
    {
      id: "risk",
      header: t("tools.column.risk"),
      width: "104px",
      sortValue: ({ risk }) => RANK[risk.riskClass],
      cell: ({ risk }) => <RiskBadge risk={riskOf(risk.riskClass)} />,
    },
    { id: "source", header: t("tools.column.source"), width: "124px", cell: (tool) => <Source tool={tool} /> },
    {
      id: "on",
      header: t("tools.column.on"),
      width: "40px",
      align: "end",
      sortValue: ({ isEnabled }) => (isEnabled ? 0 : 1),
      cell: (tool) => (
        <Switch
          checked={tool.isEnabled}
          disabled={!mayChange}
          label={t("tools.switch", { tool: tool.title ?? tool.name })}
          isLabelHidden
          onChange={(isEnabled) => onSwitch(tool, isEnabled)}
        />
      ),
    },
  ];
}

function ToolName({ tool, href }: { readonly tool: ToolSummary; readonly href: string }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 items-baseline gap-2">
        <a href={href} className="truncate rounded-xs font-mono text-xs font-medium text-ink hover:underline">
          {tool.name}
        </a>
        {tool.isFresh && <span className="shrink-0 text-2xs font-medium text-accent-ink">{t("tools.fresh")}</span>}
        {!tool.isOffered && <span className="shrink-0 text-2xs text-amber">{t("tools.gone")}</span>}
      </span>
      <span className="truncate text-xs text-ink-faint">
        {tool.description === "" ? t("tools.noDescription") : firstLine(tool.description)}
      </span>
    </span>
  );
}

function Source({ tool }: { readonly tool: ToolSummary }) {
  const { risk, suggestion } = tool;
  const showsHint = risk.source.kind === "default" && suggestion.riskClass !== "unknown";
  return (
    <span className="flex flex-col text-xs">
      <span className="truncate">
        <RiskSource risk={risk} />
      </span>
      {showsHint && (
        <span className="truncate text-ink-faint">{t("suggest.as", { class: riskWord(suggestion.riskClass) })}</span>
      )}
    </span>
  );
}

/** A row has room for one line; the tool's page shows the whole text with what is invisible in it. */
function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
