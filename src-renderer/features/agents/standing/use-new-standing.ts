import { useState } from "react";
import {
  useAction,
  useRead,
  useStudio,
  type AgentSession,
  type DeskTool,
  type KeySummary,
  type StandingId,
} from "../../../client/index.ts";
import type { Others } from "../../../ui/conditions/condition.ts";
import { rowsOfSchema, type ConditionRow } from "../../../ui/conditions/condition-rows.ts";
import { readCount, type Limits } from "../../../ui/conditions/limits.ts";
import { readRows } from "../../../ui/conditions/read-rows.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";

const HOUR = 3_600_000;
export const DURATIONS: readonly number[] = [HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR];
export const MOST_USES = 10_000;

/** Whom it serves. */
export type Subject =
  | { readonly kind: "key"; readonly key: KeySummary }
  | { readonly kind: "session"; readonly session: AgentSession };

/** A standing approval in the making, without a call to start from. */
export function useNewStanding(onDone: (id: StandingId) => void) {
  const { api } = useStudio();
  const notify = useNotify();
  const [tool, setTool] = useState<DeskTool | null>(null);
  const [subject, setSubject] = useState<Subject | null>(null);
  const [typed, setTyped] = useState<readonly ConditionRow[] | null>(null);
  const [others, setOthers] = useState<Others>("any");
  const [limits, setLimits] = useState<Limits>({ forMs: 8 * HOUR, uses: "20" });
  const [isAsked, setAsked] = useState(false);
  const known = useSchemaRows(tool);
  const rows = typed ?? known;
  const read = readRows(rows);
  const count = readCount(limits.uses, MOST_USES);
  const isBounded = count !== undefined && (count !== null || limits.forMs !== null);
  const create = useAction(async (of: DeskTool, by: Subject) =>
    api.standing.create({
      shape: {
        toolId: of.id,
        definitionDigest: of.definitionDigest,
        conditions: read.conditions,
        others: read.hasFree ? "any" : others,
      },
      subject: by.kind === "key" ? { kind: "key", keyId: by.key.id } : { kind: "session", sessionId: by.session.id },
      expiresAt: limits.forMs === null ? null : Date.now() + limits.forMs,
      maxUses: count ?? null,
      fromCallId: null,
    }),
  );
  const run = async (): Promise<void> => {
    setAsked(true);
    if (tool === null || subject === null || read.problems.size > 0 || !isBounded || create.isBusy) return;
    const outcome = await create.run(tool, subject);
    if (outcome.kind === "failed") return;
    notify({ title: t("standing.made") });
    onDone(outcome.value.id);
  };
  return {
    tool,
    chooseTool: (next: DeskTool | null) => {
      setTool(next);
      setTyped(null);
    },
    subject,
    setSubject,
    rows,
    setRows: setTyped,
    others: read.hasFree ? ("any" as const) : others,
    setOthers,
    read,
    limits,
    setLimits,
    count: count ?? null,
    isAsked,
    create: () => void run(),
    isBusy: create.isBusy,
    problem: create.problem,
  };
}

export type NewStandingState = ReturnType<typeof useNewStanding>;

const NO_ROWS: readonly ConditionRow[] = [];
// The nil UUID names no tool; the query is off while it stands in.
const NO_TOOL = "00000000-0000-0000-0000-000000000000" as DeskTool["id"];

function useSchemaRows(tool: DeskTool | null): readonly ConditionRow[] {
  const { rpc } = useStudio();
  const id = tool?.id ?? NO_TOOL;
  const read = useRead({ ...rpc.tools.get.queryOptions({ input: { id } }), enabled: tool !== null });
  return read.kind === "ready" ? rowsOfSchema(read.data.definition.inputSchema) : NO_ROWS;
}
