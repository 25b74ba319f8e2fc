import { useState } from "react";
import type { Outcome } from "../../client/index.ts";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { t } from "../messages/t.ts";
import type { Place } from "../places.ts";
import { useGo } from "../use-go.ts";
import type { useShell } from "./use-shell.ts";

/** What can be done from every page, and the keys for it. */
export function useCommands(shell: ReturnType<typeof useShell>, shown: readonly Place[]) {
  const go = useGo();
  const notify = useNotify();
  const [isStopping, setStopping] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const tellFailure = (outcome: Outcome<unknown>): void => {
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  const commands = {
    go,
    lift: () => void shell.lift.run().then(tellFailure),
    lock: () => void shell.lock.run().then(tellFailure),
    signOut: () => void shell.signOut.run().then(tellFailure),
    askToStop: () => {
      if (shell.may("operator")) setStopping(true);
      else notify({ kind: "info", title: t("stopped.forbidden") });
    },
    /** Resolves once the stop is in force, or has failed and the dialog says why. */
    stop: (reason: string) => void shell.stop.run(reason).then(({ kind }) => kind === "done" && setStopping(false)),
    isStopping,
    cancelStop: () => setStopping(false),
    isPaletteOpen,
    closePalette: () => setPaletteOpen(false),
  };
  useHotkeys(t("keys.studio"), [
    { keys: "mod+k", label: t("keys.palette"), run: () => setPaletteOpen(true), inFields: true },
    { keys: "mod+shift+l", label: t("org.lock"), run: commands.lock, inFields: true },
    ...shown.map(({ label, path, shortcut }) => ({
      keys: shortcut,
      label: t("keys.go", { page: label }),
      run: () => go(path),
    })),
  ]);
  return commands;
}
