import type { DeskTool } from "../../client/index.ts";
import type { Column } from "../../ui/data/column.ts";
import { Checkbox } from "../../ui/fields/checkbox.tsx";
import { RiskBadge } from "../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { FlowWords, Marks, SourceLine } from "./marks.tsx";
import { t } from "./messages.ts";
import { riskOf, riskWord } from "./risk-words.ts";

const RANK = { unknown: 0, dangerous: 1, moderate: 2, "read-only": 3 } as const;
const DIGEST_CHARS = 8;

export type Choosing = {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (tool: DeskTool) => void;
};

/** What the desk says of each tool; null for those who may not review: no boxes to choose by. */
export function deskColumns(choosing: Choosing | null): readonly Column<DeskTool>[] {
  return [...(choosing === null ? [] : [chooseColumn(choosing)]), ...COLUMNS];
}

function chooseColumn({ chosen, toggle }: Choosing): Column<DeskTool> {
  return {
    id: "choose",
    header: t("table.choose"),
    isHeaderHidden: true,
    width: "16px",
    cell: (tool) => (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- boundary: keeps a press on the box from opening the row
      <span className="flex" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          checked={chosen.has(tool.id)}
          onChange={() => toggle(tool)}
          label={t("table.chooseOne", { tool: tool.title ?? tool.name })}
          isLabelHidden
        />
      </span>
    ),
  };
}

const COLUMNS: readonly Column<DeskTool>[] = [
  {
    id: "tool",
    header: t("table.tool"),
    width: "minmax(200px, 2.4fr)",
    sortValue: ({ name }) => name,
    cell: (tool) => <Tool tool={tool} />,
  },
  {
    id: "connector",
    header: t("table.connector"),
    width: "minmax(84px, 1fr)",
    sortValue: ({ connectorName }) => connectorName,
    cell: ({ connectorName }) => (
      <span className="[&_bdi]:whitespace-nowrap">
        <RevealedText text={connectorName} flow="inline" />
      </span>
    ),
  },
  {
    id: "class",
    header: t("table.class"),
    width: "minmax(136px, 1fr)",
    sortValue: ({ risk }) => RANK[risk.riskClass],
    cell: ({ risk }) => (
      <span className="flex flex-col">
        <RiskBadge risk={riskOf(risk.riskClass)} look="plain" />
        <span className="text-xs text-ink-faint">
          <SourceLine risk={risk} />
        </span>
      </span>
    ),
  },
  {
    id: "suggested",
    header: t("table.suggested"),
    width: "minmax(128px, 1.2fr)",
    sortValue: ({ suggestion }) => RANK[suggestion.riskClass],
    cell: (tool) => <Suggested suggestion={tool.suggestion} />,
  },
  {
    id: "flow",
    header: t("table.flow"),
    width: "120px",
    cell: ({ flow }) => (
      <span className="text-xs text-ink-soft">
        <FlowWords flow={flow} />
      </span>
    ),
  },
  {
    id: "digest",
    header: t("table.digest"),
    width: "68px",
    cell: ({ definitionDigest }) => (
      <code className="font-mono text-xs text-ink-soft">{definitionDigest.slice(0, DIGEST_CHARS)}</code>
    ),
  },
  {
    id: "calls",
    header: t("table.calls"),
    width: "72px",
    align: "end",
    sortValue: ({ calls }) => calls,
    cell: ({ calls, lastCalledAt }) => (
      <span className="flex flex-col">
        <span>{calls.toLocaleString("en")}</span>
        <span className="text-xs text-ink-faint">
          {lastCalledAt === null ? t("table.never") : <RelativeTime at={lastCalledAt} isFocusable={false} />}
        </span>
      </span>
    ),
  },
];

/** Below this the table scrolls sideways. */
export const DESK_MIN_PX = 976;

function Tool({ tool }: { readonly tool: DeskTool }) {
  return (
    <span className="flex min-w-0 flex-col gap-px">
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate font-mono text-xs font-medium [&_bdi]:whitespace-nowrap">
          <RevealedText text={tool.name} flow="inline" />
        </span>
        <span className="flex shrink-0 gap-1">
          <Marks tool={tool} />
        </span>
      </span>
      <span className="truncate text-xs text-ink-faint [&_bdi]:whitespace-nowrap">
        {tool.description === "" ? (
          t("table.noDescription")
        ) : (
          <RevealedText text={firstLine(tool.description)} flow="inline" />
        )}
      </span>
    </span>
  );
}

function Suggested({ suggestion }: Pick<DeskTool, "suggestion">) {
  const [first] = suggestion.evidence;
  return (
    <span className="flex min-w-0 flex-col">
      {suggestion.riskClass === "unknown" ? (
        <span className="text-ink-faint">{t("suggest.empty")}</span>
      ) : (
        <span className="text-ink-soft">{riskWord(suggestion.riskClass)}</span>
      )}
      {first !== undefined && (
        <span className="truncate text-xs text-ink-faint [&_bdi]:whitespace-nowrap">
          <RevealedText text={first.text} flow="inline" />
        </span>
      )}
    </span>
  );
}

/** A row has room for one line; the tool itself shows the whole text. */
function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]?.slice(0, 300) ?? "";
}
