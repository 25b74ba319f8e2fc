import { useEffect, useEffectEvent, useState } from "react";
import { problemOf, useStudio, type Problem, type TriedRedaction } from "../../../client/index.ts";

const PAUSE_MS = 300;

/** What the rules make of a text; `text` is the one that was tried, which may be older than the one that is typed. */
export type Tried =
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "tried"; readonly text: string; readonly result: TriedRedaction };

/** Tries the text after a pause in typing. It is kept in no cache. */
export function useTried(text: string): { readonly tried: Tried; readonly isBusy: boolean } {
  const { api } = useStudio();
  const [tried, setTried] = useState<Tried>({ kind: "none" });
  const [isBusy, setBusy] = useState(false);
  const attempt = useEffectEvent(async (signal: AbortSignal): Promise<void> => {
    if (text === "") return setTried({ kind: "none" });
    setBusy(true);
    try {
      const result = await api.redaction.try({ text }, { signal });
      if (!signal.aborted) setTried({ kind: "tried", text, result });
    } catch (error) {
      if (!signal.aborted) setTried({ kind: "failed", problem: problemOf(error) });
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => void attempt(controller.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);
  return { tried, isBusy: isBusy && text !== "" };
}
