import { useEffect, useEffectEvent, useState } from "react";
import { problemOf, useStudio, type OwnPattern, type PatternCheck, type Problem } from "../../../client/index.ts";

const PAUSE_MS = 300;
/** The studio's check asks for a whole pattern; what it is called changes nothing. */
const ANY_NAME = "being-typed";

export type Checked =
  | { readonly kind: "none" | "checking" }
  | { readonly kind: "failed"; readonly problem: Problem }
  | PatternCheck;

/** Whether a pattern may be used, asked after a pause in typing; null: there is nothing to ask yet. */
export function useChecked(draft: OwnPattern | null): Checked {
  const { api } = useStudio();
  const [answer, setAnswer] = useState<{ readonly question: string; readonly checked: Checked } | null>(null);
  const question = draft === null ? "" : JSON.stringify([draft.pattern, draft.isCaseSensitive]);
  const ask = useEffectEvent(async (signal: AbortSignal): Promise<void> => {
    if (draft === null) return;
    const tell = (checked: Checked): void => {
      if (!signal.aborted) setAnswer({ question, checked });
    };
    try {
      tell(await api.redaction.checkPattern({ ...draft, name: ANY_NAME }, { signal }));
    } catch (error) {
      tell({ kind: "failed", problem: problemOf(error) });
    }
  });
  useEffect(() => {
    if (question === "") return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => void ask(controller.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [question]);
  if (question === "") return { kind: "none" };
  return answer?.question === question ? answer.checked : { kind: "checking" };
}
