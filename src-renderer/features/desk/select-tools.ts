import type { DeskTool, RiskClass } from "../../client/index.ts";
import type { Need, Shown } from "./address.ts";

/** Whether a tool wants this kind of look. */
export function hasNeed({ risk, isFresh }: DeskTool, need: Need): boolean {
  switch (need) {
    case "unreviewed":
      return risk.source.kind === "default";
    case "drifted":
      return risk.source.kind === "drifted";
    case "fresh":
      return isFresh;
  }
}

/** The tools that the filters let through. The chosen one stays: a list must not lose what is being looked at. */
export function selectTools(tools: readonly DeskTool[], shown: Shown, chosenId: string | null): readonly DeskTool[] {
  const words = shown.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return tools.filter(
    (tool) =>
      tool.id === chosenId ||
      ((shown.connectorId === null || tool.connectorId === shown.connectorId) &&
        (shown.riskClass === null || tool.risk.riskClass === shown.riskClass) &&
        (shown.need === null || hasNeed(tool, shown.need)) &&
        words.every((word) => haystack(tool).includes(word))),
  );
}

/** How far the review of some tools has come. */
export type Coverage = { readonly total: number; readonly unknown: number } & Readonly<Record<Need, number>>;

/** Counts what is left to do. */
export function coverageOf(tools: readonly DeskTool[]): Coverage {
  const count = (test: (tool: DeskTool) => boolean): number => tools.filter(test).length;
  return {
    total: tools.length,
    unknown: count(({ risk }) => risk.riskClass === "unknown"),
    unreviewed: count((tool) => hasNeed(tool, "unreviewed")),
    drifted: count((tool) => hasNeed(tool, "drifted")),
    fresh: count((tool) => hasNeed(tool, "fresh")),
  };
}

/** What a review of many would change: how many keep their class, how many get another, out of which. */
export type ReviewPlan = {
  readonly count: number;
  readonly same: number;
  readonly wasUnknown: number;
  readonly lowered: number;
  readonly raised: number;
};

const RANK: Readonly<Record<RiskClass, number>> = { "read-only": 0, moderate: 1, dangerous: 2, unknown: 3 };

/** Says in numbers what giving these tools their new classes means. A tool nobody classified counts as Unknown. */
export function planReview(tools: readonly DeskTool[], classOf: (tool: DeskTool) => RiskClass): ReviewPlan {
  const steps = tools.map((tool) => {
    const [from, to] = [tool.risk.riskClass, classOf(tool)];
    if (from === to) return "same";
    if (from === "unknown") return "wasUnknown";
    return RANK[to] < RANK[from] ? "lowered" : "raised";
  });
  const count = (step: (typeof steps)[number]): number => steps.filter((one) => one === step).length;
  return {
    count: tools.length,
    same: count("same"),
    wasUnknown: count("wasUnknown"),
    lowered: count("lowered"),
    raised: count("raised"),
  };
}

function haystack({ name, exposedName, title, description, connectorName }: DeskTool): string {
  return [name, exposedName, title ?? "", description, connectorName].join("\n").toLowerCase();
}
