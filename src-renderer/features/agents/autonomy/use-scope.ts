import { useState } from "react";
import { useAction, useStudio, type AgentSession, type DeskTool } from "../../../client/index.ts";
import type { Others } from "../../../ui/conditions/condition.ts";
import type { ConditionRow } from "../../../ui/conditions/condition-rows.ts";
import { readCount, type Limits } from "../../../ui/conditions/limits.ts";
import { readRows } from "../../../ui/conditions/read-rows.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";

const MINUTE = 60_000;
export const DURATIONS: readonly number[] = [10, 30, 60, 4 * 60, 8 * 60, 24 * 60].map((minutes) => minutes * MINUTE);
export const MOST_CALLS = 1_000;
export const MOST_TOOLS = 50;

/** A tool that was picked, with what its arguments must be; without rows: whatever they are. */
export type Picked = {
  readonly tool: DeskTool;
  readonly rows: readonly ConditionRow[];
  readonly others: Others;
};

/** A scope in the making. */
export function useScope(session: AgentSession, onDone: () => void) {
  const { api } = useStudio();
  const notify = useNotify();
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [limits, setLimits] = useState<Limits>({ forMs: 30 * MINUTE, uses: "10" });
  const [isAsked, setAsked] = useState(false);
  const read = picked.map((one) => ({ ...one, read: readRows(one.rows) }));
  const count = readCount(limits.uses, MOST_CALLS);
  const isWhole =
    picked.length > 0 && typeof count === "number" && read.every(({ read: { problems } }) => problems.size === 0);
  const shapes = read.map(({ tool, rows, others, read: { conditions, hasFree } }) => ({
    tool,
    conditions,
    others: rows.length === 0 || hasFree ? ("any" as const) : others,
  }));
  const grant = useAction(() =>
    api.sessions.grantScope({
      sessionId: session.id,
      tools: shapes.map(({ tool, conditions, others }) => ({
        toolId: tool.id,
        definitionDigest: tool.definitionDigest,
        conditions,
        others,
      })),
      maxCalls: typeof count === "number" ? count : 1,
      forMs: limits.forMs ?? MINUTE,
    }),
  );
  const run = async (): Promise<void> => {
    setAsked(true);
    if (!isWhole || grant.isBusy) return;
    const outcome = await grant.run();
    if (outcome.kind === "failed") return;
    notify({ title: t("scope.granted") });
    onDone();
  };
  return {
    picked,
    shapes,
    limits,
    setLimits,
    count: count ?? null,
    isAsked,
    problemsOf: (tool: DeskTool) => read.find((one) => one.tool.id === tool.id)?.read,
    toggle: (tool: DeskTool) =>
      setPicked(
        picked.some((one) => one.tool.id === tool.id)
          ? picked.filter((one) => one.tool.id !== tool.id)
          : [...picked, { tool, rows: [], others: "any" }],
      ),
    change: (changed: Picked) => setPicked(picked.map((one) => (one.tool.id === changed.tool.id ? changed : one))),
    grant: () => void run(),
    isBusy: grant.isBusy,
    problem: grant.problem,
  };
}

export type Scope = ReturnType<typeof useScope>;
