import { Outlet, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { AppShell } from "../../ui/shell/app-shell.tsx";
import { CommandPalette } from "../../ui/shell/command-palette.tsx";
import { KeyboardHelp } from "../../ui/shell/keyboard-help.tsx";
import { addresses, hrefOf, placeOfPath } from "../addresses.ts";
import { ConnectionBanner } from "../connection-banner.tsx";
import { t } from "../messages/t.ts";
import { places } from "../places.ts";
import { useGo } from "../use-go.ts";
import { OrgMenu } from "./org-menu.tsx";
import { StopDialog } from "./stop-dialog.tsx";
import { StoppedBanner } from "./stopped-banner.tsx";
import { useAnnounceWaiting } from "./use-announce-waiting.ts";
import { usePaletteGroups } from "./use-palette.ts";
import { useShell } from "./use-shell.ts";
import { useWindowTitle } from "./use-window-title.ts";

/** The signed-in window: rail, top bar, banners, palette and keys around the page of the address. */
export function Shell() {
  const shell = useShell();
  const { waiting, may, stopState } = shell;
  const go = useGo();
  const notify = useNotify();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const currentId = placeOfPath(path);
  const [isStopping, setStopping] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const shown = places.filter(({ role }) => may(role));
  const askToStop = (): void => {
    if (may("operator")) setStopping(true);
    else notify({ kind: "info", title: t("stopped.forbidden") });
  };
  const lift = async (): Promise<void> => {
    const outcome = await shell.lift.run();
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  const lock = (): void => void shell.lock.run();

  useHotkeys(t("keys.studio"), [
    { keys: "mod+k", label: t("keys.palette"), run: () => setPaletteOpen(true), inFields: true },
    { keys: "mod+shift+l", label: t("org.lock"), run: lock, inFields: true },
    ...shown.map(({ label, path: to, shortcut }) => ({
      keys: shortcut,
      label: t("keys.go", { page: label }),
      run: () => go(to),
    })),
  ]);
  useAnnounceWaiting(waiting, shell.isQueueKnown);
  useWindowTitle(places.find(({ id }) => id === currentId)?.label ?? t("notFound.title"), waiting.length);
  const groups = usePaletteGroups(isPaletteOpen, {
    go,
    may,
    isStopped: stopState.kind === "stopped",
    onStopAll: askToStop,
    onLift: () => void lift(),
    onLock: lock,
    onSignOut: () => void shell.signOut.run(),
  });

  return (
    <>
      <AppShell
        org={<OrgMenu org={shell.org} member={shell.member} onLock={lock} onSignOut={() => void shell.signOut.run()} />}
        nav={shown.map(({ id, label, icon, path: to, shortcut }) => ({
          id,
          label,
          icon,
          href: hrefOf(to),
          shortcut,
          waiting: id === "approvals" ? waiting.length : undefined,
        }))}
        currentNavId={currentId ?? ""}
        studio={{
          agentCount: shell.agents.length,
          agentsHref: hrefOf(addresses.agents()),
          isStopped: stopState.kind === "stopped",
          onStopAll: askToStop,
          onResume: () => void lift(),
          onLock: lock,
        }}
        banner={
          <>
            <ConnectionBanner />
            <StoppedBanner
              stopState={stopState}
              isBusy={shell.lift.isBusy}
              onLift={may("operator") ? () => void lift() : undefined}
            />
          </>
        }
      >
        <Outlet />
      </AppShell>
      <KeyboardHelp />
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} groups={groups} />
      <StopDialog
        key={String(isStopping)}
        isOpen={isStopping}
        waiting={waiting.length}
        sessions={shell.agents.length}
        isBusy={shell.stop.isBusy}
        problem={shell.stop.problem}
        onCancel={() => setStopping(false)}
        onStop={(reason) =>
          void shell.stop.run(reason).then((outcome) => outcome.kind === "done" && setStopping(false))
        }
      />
    </>
  );
}
