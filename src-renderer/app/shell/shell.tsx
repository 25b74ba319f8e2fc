import { Outlet, useRouterState } from "@tanstack/react-router";
import { QuietMenu, useTold } from "../../features/notices/index.tsx";
import { AppShell } from "../../ui/shell/app-shell.tsx";
import { CommandPalette, PaletteList } from "../../ui/shell/command-palette.tsx";
import { KeyboardHelp } from "../../ui/shell/keyboard-help.tsx";
import { addresses, hrefOf, placeOfPath, type PlaceId } from "../addresses.ts";
import { ConnectionBanner } from "../connection-banner.tsx";
import { t } from "../messages/t.ts";
import { places } from "../places.ts";
import { StaleBanner } from "../stale-banner.tsx";
import { AutonomyChip } from "./autonomy-chip.tsx";
import { OrgMenu } from "./org-menu.tsx";
import { StopDialog } from "./stop-dialog.tsx";
import { StoppedBanner } from "./stopped-banner.tsx";
import { useAnnounceWaiting } from "./use-announce-waiting.ts";
import { useCommands } from "./use-commands.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { usePaletteGroups } from "./use-palette.ts";
import { useShell } from "./use-shell.ts";
import { useWindowTitle } from "./use-window-title.ts";

/** The signed-in window: rail, top bar, banners, palette and keys around the page of the address. */
export function Shell() {
  const shell = useShell();
  const { waiting, agents, may, stopState } = shell;
  const place = useRouterState({ select: ({ location }) => placeOfPath(location.pathname) });
  const current = places.find(({ id }) => id === place);
  const shown = places.filter(({ role }) => may(role));
  const commands = useCommands(shell, shown);
  useAnnounceWaiting(waiting, shell.isQueueKnown);
  useTold({ waiting, isQueueKnown: shell.isQueueKnown, onChosen: () => commands.go(addresses.approvals()) });
  useWindowTitle(current?.label ?? t("notFound.title"), waiting.length);
  const isStopped = stopState.kind === "stopped";
  return (
    <>
      <AppShell
        org={
          <OrgMenu
            org={shell.org}
            orgs={shell.orgs}
            member={shell.member}
            onLock={commands.lock}
            onSignOut={commands.signOut}
          />
        }
        nav={shown.map(({ path: to, ...place }) => ({
          ...place,
          href: hrefOf(to),
          waiting: waitingAt(place.id, shell),
        }))}
        currentNavId={current?.id ?? ""}
        controls={
          may("operator") && (
            <>
              <AutonomyChip agents={agents} />
              <QuietMenu onSettings={() => commands.go(addresses.notices())} />
            </>
          )
        }
        studio={{
          agentCount: agents.length,
          agentsHref: hrefOf(addresses.agents()),
          isStopped,
          mayStop: may("operator"),
          onStopAll: commands.askToStop,
          onResume: commands.lift,
          onLock: commands.lock,
        }}
        banner={<Banners stopState={stopState} />}
      >
        <Outlet />
      </AppShell>
      <KeyboardHelp />
      <KeptFocus />
      <CommandPalette isOpen={commands.isPaletteOpen} onClose={commands.closePalette}>
        <Palette commands={commands} shell={shell} isStopped={isStopped} />
      </CommandPalette>
      {commands.isStopping && (
        <StopDialog
          isOpen
          waiting={waiting.filter(({ kind }) => kind === "call").length}
          sessions={agents.length}
          isBusy={shell.stop.isBusy}
          problem={shell.stop.problem}
          onCancel={commands.cancelStop}
          onStop={commands.stop}
        />
      )}
    </>
  );
}

function waitingAt(place: PlaceId, { waiting, answered, broken }: ShellState): number | undefined {
  if (place === "approvals") return waiting.length;
  if (place === "accounts") return broken.length;
  return place === "people" ? answered.length : undefined;
}

type ShellState = ReturnType<typeof useShell>;

function Banners({ stopState }: Pick<ShellState, "stopState">) {
  return (
    <>
      <ConnectionBanner />
      <StaleBanner />
      <StoppedBanner stopState={stopState} />
    </>
  );
}

type PaletteProps = {
  readonly commands: ReturnType<typeof useCommands>;
  readonly shell: ShellState;
  readonly isStopped: boolean;
};

/** What the palette lists; asked for and put together only while it is open. */
function Palette({ commands, shell, isStopped }: PaletteProps) {
  const groups = usePaletteGroups({
    go: commands.go,
    may: shell.may,
    org: shell.org,
    orgs: shell.orgs,
    isStopped,
    stopNote: t("palette.stopNote", { waiting: shell.waiting.length, agents: shell.agents.length }),
    onStopAll: commands.askToStop,
    onLift: commands.lift,
    onLock: commands.lock,
    onSignOut: commands.signOut,
  });
  return <PaletteList groups={groups} onClose={commands.closePalette} />;
}

/** Moves with every address, so that what is around the page need not. */
function KeptFocus() {
  useKeptFocus(useRouterState({ select: ({ location }) => location.pathname }));
  return null;
}
