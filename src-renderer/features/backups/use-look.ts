import { useState } from "react";
import type { BackupFacts, Problem } from "../../client/index.ts";
import { useBackupActions } from "./use-backups.ts";

/** What of a backup file is known: nothing changes by looking. */
export interface Look {
  readonly path: string;
  /** Another path: what was found in the last one goes. */
  readonly setPath: (path: string) => void;
  readonly facts: BackupFacts | null;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Whether a look was asked for without a path. */
  readonly isEmpty: boolean;
  readonly look: (path: string) => Promise<void>;
}

/** Looks into a backup: one of the list, or any file by its path. */
export function useLook(): Look {
  const { inspect } = useBackupActions();
  const [path, setPath] = useState("");
  const [facts, setFacts] = useState<BackupFacts | null>(null);
  const [isEmpty, setEmpty] = useState(false);
  const change = (next: string): void => {
    setPath(next);
    setFacts(null);
    setEmpty(false);
  };
  const look = async (next: string): Promise<void> => {
    change(next);
    setEmpty(next.trim() === "");
    if (next.trim() === "") return;
    const outcome = await inspect.run(next.trim());
    if (outcome.kind === "done") setFacts(outcome.value);
  };
  return { path, setPath: change, facts, isBusy: inspect.isBusy, problem: inspect.problem, isEmpty, look };
}
