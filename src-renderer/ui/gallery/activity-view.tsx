import { ListFilter, Search } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Button } from "../actions/button.tsx";
import type { Column } from "../data/column.ts";
import { DataTable } from "../data/data-table.tsx";
import { Input } from "../fields/input.tsx";
import { Select } from "../fields/select.tsx";
import { Page } from "../layout/page.tsx";
import type { Risk } from "../risk/risk.ts";
import { RiskBadge } from "../risk/risk-badge.tsx";
import { StateBadge, type Tone } from "../risk/state-badge.tsx";
import { RelativeTime } from "../time/relative-time.tsx";

type Call = {
  readonly id: string;
  readonly tool: string;
  readonly connector: string;
  readonly risk: Risk;
  readonly state: "succeeded" | "failed" | "denied" | "awaiting" | "executing";
  readonly agent: string;
  readonly at: number;
  readonly tookMs: number | undefined;
};

const STATES: Readonly<
  Record<Call["state"], { readonly label: string; readonly tone: Tone; readonly dot: "filled" | "ring" }>
> = {
  succeeded: { label: "Succeeded", tone: "good", dot: "filled" },
  failed: { label: "Failed", tone: "warn", dot: "filled" },
  denied: { label: "Denied", tone: "neutral", dot: "ring" },
  awaiting: { label: "Awaiting", tone: "accent", dot: "ring" },
  executing: { label: "Executing", tone: "accent", dot: "filled" },
};

const TOOLS = [
  "write_file",
  "list_issues",
  "delete_repo",
  "run_query",
  "search",
  "read_file",
  "create_issue",
  "send_message",
];
const CONNECTORS = ["filesystem", "github", "github", "warehouse", "brave", "filesystem", "github", "slack"];
const RISKS: readonly Risk[] = [
  "moderate",
  "readOnly",
  "dangerous",
  "unknown",
  "readOnly",
  "readOnly",
  "moderate",
  "moderate",
];
const STATE_NAMES = [
  "succeeded",
  "succeeded",
  "denied",
  "failed",
  "succeeded",
  "succeeded",
  "awaiting",
  "executing",
] as const;
const AGENTS = ["Claude Code", "Cursor", "VS Code"];

const start = Date.now();
const calls: readonly Call[] = Array.from({ length: 5000 }, (_, index) => {
  const kind = (index * 7 + (index >> 3)) % TOOLS.length;
  return {
    id: `c${String(index)}`,
    tool: TOOLS[kind] ?? "",
    connector: CONNECTORS[kind] ?? "",
    risk: RISKS[kind] ?? "unknown",
    state: STATE_NAMES[kind] ?? "succeeded",
    agent: AGENTS[index % AGENTS.length] ?? "",
    at: start - index * 97_000,
    tookMs: kind === 2 || kind === 6 ? undefined : 12 + ((index * 37) % 900),
  };
});

const columns: readonly Column<Call>[] = [
  {
    id: "risk",
    header: "Risk",
    width: "16px",
    isHeaderHidden: true,
    cell: (call) => <RiskBadge risk={call.risk} look="icon" className="align-middle" />,
  },
  {
    id: "tool",
    header: "Tool",
    width: "minmax(140px, 2fr)",
    cell: (call) => <span className="font-mono text-xs">{call.tool}</span>,
    sortValue: (call) => call.tool,
  },
  {
    id: "connector",
    header: "Connector",
    width: "minmax(96px, 1fr)",
    cell: (call) => call.connector,
    sortValue: (call) => call.connector,
  },
  {
    id: "agent",
    header: "Agent",
    width: "minmax(96px, 1fr)",
    cell: (call) => call.agent,
    sortValue: (call) => call.agent,
  },
  {
    id: "state",
    header: "State",
    width: "112px",
    cell: (call) => <StateBadge {...STATES[call.state]} />,
    sortValue: (call) => call.state,
  },
  {
    id: "took",
    header: "Took",
    width: "72px",
    align: "end",
    cell: (call) => (
      <span className="text-ink-soft">{call.tookMs === undefined ? "" : `${call.tookMs.toLocaleString("en")} ms`}</span>
    ),
    sortValue: (call) => call.tookMs,
  },
  {
    id: "at",
    header: "When",
    width: "96px",
    align: "end",
    cell: (call) => <RelativeTime at={call.at} isFocusable={false} className="text-ink-soft" />,
    sortValue: (call) => call.at,
  },
];

const idOf = (call: Call): string => call.id;

/** New calls on top, one each half second. */
function useArrivals(isLive: boolean): readonly Call[] {
  const [arrived, setArrived] = useState<readonly Call[]>([]);
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => {
      setArrived((before) => [
        {
          id: `n${String(before.length)}`,
          tool: "search",
          connector: "brave",
          risk: "readOnly",
          state: "executing",
          agent: "Cursor",
          at: Date.now(),
          tookMs: undefined,
        },
        ...before,
      ]);
    }, 500);
    return () => clearInterval(timer);
  }, [isLive]);
  return useMemo(() => [...arrived, ...calls], [arrived]);
}

export function ActivityView({ isLive }: { readonly isLive: boolean }) {
  const all = useArrivals(isLive);
  const [search, setSearch] = useState("");
  const [risk, setRisk] = useState<"all" | Risk>("all");
  const [selectedId, setSelectedId] = useState<string | null>("c3");
  const rows = useMemo(
    () => all.filter((call) => call.tool.includes(search) && (risk === "all" || call.risk === risk)),
    [all, search, risk],
  );
  return (
    <Page
      title="Activity"
      aside={<span className="text-sm text-ink-faint">{rows.length.toLocaleString("en")} calls</span>}
      actions={<Button size="small">Export…</Button>}
    >
      <div className="flex h-full flex-col">
        <div className="flex items-center gap-2 border-b border-line px-5 py-2">
          <div className="w-64">
            <Input
              value={search}
              onChange={setSearch}
              aria-label="Search tools"
              placeholder="Search tools"
              icon={Search}
              className="h-7"
            />
          </div>
          <Select
            label="Risk"
            size="small"
            className="w-36"
            value={risk}
            onChange={setRisk}
            choices={[
              { value: "all", label: "Every risk" },
              { value: "readOnly", label: "Read-only" },
              { value: "moderate", label: "Moderate" },
              { value: "dangerous", label: "Dangerous" },
              { value: "unknown", label: "Unknown" },
            ]}
          />
          <Button size="small" variant="ghost" icon={ListFilter}>
            More
          </Button>
        </div>
        <div className="min-h-0 flex-1">
          <DataTable
            label="Calls"
            rows={rows}
            idOf={idOf}
            columns={columns}
            selectedId={selectedId}
            onSelect={setSelectedId}
            minWidth={720}
          />
        </div>
      </div>
    </Page>
  );
}
