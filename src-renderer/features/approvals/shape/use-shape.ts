import { useMemo, useState } from "react";
import { useAction, useStudio, type ApprovalCard } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import type { Others } from "../../../ui/conditions/condition.ts";
import { rowsOfArguments, type ConditionRow } from "../../../ui/conditions/condition-rows.ts";
import { fitsTest } from "../../../ui/conditions/fits.ts";
import { readCount, type Limits } from "../../../ui/conditions/limits.ts";
import { readRows } from "../../../ui/conditions/read-rows.ts";
import { t } from "../messages.ts";

const HOUR = 3_600_000;
/** What a standing approval can be told to hold for. */
export const DURATIONS: readonly number[] = [
  HOUR / 2,
  HOUR,
  4 * HOUR,
  8 * HOUR,
  24 * HOUR,
  7 * 24 * HOUR,
  30 * 24 * HOUR,
];
export const MOST_USES = 10_000;

export type ShapeOptions = {
  /** Approves the waiting call that the shape was made from. */
  readonly onApprove: () => void;
  readonly onDone: () => void;
};

/** A standing approval in the making: from the arguments of a waiting call, as narrow as they are until they are widened. */
export function useShape(card: ApprovalCard, { onApprove, onDone }: ShapeOptions) {
  const { api } = useStudio();
  const notify = useNotify();
  const [rows, setRows] = useState<readonly ConditionRow[]>(() => rowsOfArguments(card.arguments));
  const [others, setOthers] = useState<Others>("none");
  const [subject, setSubject] = useState<"session" | "key">("session");
  const [limits, setLimits] = useState<Limits>({ forMs: 8 * HOUR, uses: "20" });
  const [isAsked, setAsked] = useState(false);
  const read = useMemo(() => readRows(rows), [rows]);
  const misfits = useMemo(() => misfitsOf(rows, read.conditions), [rows, read.conditions]);
  const count = readCount(limits.uses, MOST_USES);
  const isWhole = read.problems.size === 0 && count !== undefined && (count !== null || limits.forMs !== null);
  const realOthers: Others = read.hasFree ? "any" : others;
  const { asker } = card;

  const create = useAction(async () => {
    if (asker.kind !== "agent") throw new Error("internal: only calls of agents have a shape to allow");
    return api.standing.create({
      shape: {
        toolId: card.tool.id,
        definitionDigest: card.tool.definitionDigest,
        conditions: read.conditions,
        others: realOthers,
      },
      subject:
        subject === "key" ? { kind: "key", keyId: asker.keyId } : { kind: "session", sessionId: asker.sessionId },
      expiresAt: limits.forMs === null ? null : Date.now() + limits.forMs,
      maxUses: count ?? null,
      fromCallId: card.callId,
    });
  });
  const allow = async (andApprove: boolean): Promise<void> => {
    setAsked(true);
    if (!isWhole || create.isBusy) return;
    const outcome = await create.run();
    if (outcome.kind === "failed") return;
    notify({
      title: t("shape.done"),
      ...(andApprove ? {} : { description: t("shape.doneText") }),
      action: { label: t("shape.see"), onPress: () => location.assign(`#/agents/standing/${outcome.value.id}`) },
    });
    onDone();
    if (andApprove) onApprove();
  };
  const { gesture, needsReason } = card.requirements;
  return {
    rows,
    setRows,
    others: realOthers,
    setOthers,
    subject,
    setSubject,
    limits,
    setLimits,
    count: count ?? null,
    isAsked,
    conditions: read.conditions,
    problems: read.problems,
    hasFree: read.hasFree,
    isWhole,
    misfits,
    /** The call itself can be approved in the same breath. */
    canApprove: gesture === "press" && !needsReason && card.cannotApprove === null && misfits.size === 0,
    allow: (andApprove: boolean) => void allow(andApprove),
    isBusy: create.isBusy,
    problem: create.problem,
  };
}

export type Shape = ReturnType<typeof useShape>;

function misfitsOf(
  rows: readonly ConditionRow[],
  conditions: ReturnType<typeof readRows>["conditions"],
): ReadonlySet<string> {
  const tests = new Map(conditions.map(({ path, test }) => [path, test]));
  return new Set(
    rows.flatMap(({ path, value }) => {
      const test = tests.get(path);
      return test === undefined || value === undefined || fitsTest(test, value) ? [] : [path];
    }),
  );
}
