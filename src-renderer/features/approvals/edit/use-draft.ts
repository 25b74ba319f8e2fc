import { useEffect, useMemo, useState } from "react";
import { useRead, useStudio, type ApprovalCard, type CallId } from "../../../client/index.ts";
import { changedPaths, type JsonValue } from "../../../ui/json/json.ts";
import { checkValue } from "../../../ui/schema-form/check-value.ts";
import { isObject, judgeDraft, type Checked, type Draft } from "./draft.ts";

/** A pause in typing; then the sidecar is asked. */
const PAUSE_MS = 250;

/** The edited arguments of one card, and what both sides of the line say about them. */
export function useDraft(card: ApprovalCard, isEditing: boolean) {
  const schema = card.tool.definition.inputSchema;
  const [draft, setDraft] = useState<Draft>(() => ({ value: card.arguments, fitsHere: true }));
  const isChanged = useMemo(() => changedPaths(card.arguments, draft.value).length > 0, [card.arguments, draft.value]);
  const checked = useChecked(card.callId, draft.value, isEditing && isChanged && draft.fitsHere);
  return {
    draft,
    isChanged,
    checked,
    verdict: judgeDraft(draft, isChanged, checked),
    change: (value: JsonValue, fitsHere: boolean): void => setDraft({ value, fitsHere }),
    /** After another view of the same value took over, text that was no JSON is forgotten. */
    recheck: (): void => setDraft(({ value }) => ({ value, fitsHere: checkValue(schema, value).length === 0 })),
    reset: (): void => setDraft({ value: card.arguments, fitsHere: true }),
  };
}

function useChecked(callId: CallId, value: JsonValue, isWanted: boolean): Checked {
  const { api } = useStudio();
  const settled = useSettledValue(value);
  const args = isObject(settled) ? settled : null;
  const read = useRead({
    // A key of its own: that approvals changed does not change what fits, and every pause in typing is a question of its own.
    queryKey: ["fits", callId, args],
    queryFn: ({ signal }) => api.approvals.check({ callId, arguments: args ?? {} }, { signal }),
    enabled: isWanted && args !== null,
    gcTime: 0,
  });
  if (settled !== value || read.kind === "loading") return { kind: "checking" };
  if (read.kind === "ready") return read.data;
  return {
    kind: "does-not-fit",
    problems: read.problem.fields.length > 0 ? [...read.problem.fields] : [{ path: "", message: read.problem.message }],
  };
}

function useSettledValue(value: JsonValue): JsonValue {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
