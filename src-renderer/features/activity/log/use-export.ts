import { useRef, useState } from "react";
import { useAction, useStudio, type AuditExportInput, type Problem } from "../../../client/index.ts";
import { saveFile } from "../save-file.ts";

export type Format = AuditExportInput["format"];

export type Export = {
  /** How far it is; null while none is under way. */
  readonly progress: { readonly done: number; readonly total: number | null } | null;
  readonly problem: Problem | null;
  /** Resolves with how many entries were saved; null when it was cancelled or failed. */
  readonly start: (input: AuditExportInput, fileName: string) => Promise<number | null>;
  readonly cancel: () => void;
};

const TYPES: Readonly<Record<Format, string>> = { jsonl: "application/jsonl", csv: "text/csv" };
const NOTHING_YET = { done: 0, total: null };

/** Takes an export piece by piece, so that it shows how far it is, stops at a word, and saves a whole file or none. */
export function useExport(): Export {
  const { api } = useStudio();
  const [progress, setProgress] = useState<Export["progress"]>(null);
  const running = useRef<AbortController | null>(null);
  const take = useAction(async (input: AuditExportInput, fileName: string): Promise<number | null> => {
    const controller = new AbortController();
    running.current = controller;
    setProgress(NOTHING_YET);
    try {
      const parts: string[] = [];
      let entries = 0;
      for await (const { text, done, total } of await api.audit.export(input, { signal: controller.signal })) {
        parts.push(text);
        entries = done;
        setProgress({ done, total });
      }
      saveFile(fileName, parts, TYPES[input.format]);
      return entries;
    } catch (error) {
      if (controller.signal.aborted) return null; // whoever cancels is not told that it failed
      throw error;
    } finally {
      setProgress(null);
    }
  });
  return {
    progress,
    problem: take.problem,
    start: async (input, fileName) => {
      const outcome = await take.run(input, fileName);
      return outcome.kind === "done" ? outcome.value : null;
    },
    cancel: () => running.current?.abort(),
  };
}
