import { useQueries } from "@tanstack/react-query";
import {
  Bell,
  CirclePause,
  CirclePlay,
  EyeOff,
  Lock,
  LogOut,
  Plug,
  Plus,
  ScrollText,
  ShieldCheck,
  User,
  UserRoundCheck,
  Users,
  Wrench,
  type LucideIcon,
} from "lucide-react";
import {
  useRead,
  useStudio,
  type ConnectorDetail,
  type ConnectorSummary,
  type OrgEntry,
  type OrgSummary,
  type Role,
} from "../../client/index.ts";
import { useQuietItems } from "../../features/notices/index.tsx";
import { useBoundHotkeys } from "../../ui/actions/hotkeys.tsx";
import type { MenuItem } from "../../ui/overlay/menu.tsx";
import type { PaletteGroup, PaletteItem } from "../../ui/shell/command-palette.tsx";
import { addresses } from "../addresses.ts";
import { t } from "../messages/t.ts";
import { orgItems, otherWaysIn } from "../org-items.ts";
import { places } from "../places.ts";
import { useWindowActions, type WindowActions } from "../window-actions.ts";

export type PaletteActions = {
  readonly go: (path: string) => void;
  readonly may: (role: Role) => boolean;
  readonly org: OrgSummary;
  readonly orgs: readonly OrgEntry[];
  readonly isStopped: boolean;
  /** What stopping ends, in numbers. */
  readonly stopNote: string;
  readonly onStopAll: () => void;
  readonly onLift: () => void;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
};

const NO_CONNECTORS: readonly ConnectorSummary[] = [];

/** Everything by name: what the page can do first, then places, connectors and their tools, then the studio itself. */
export function usePaletteGroups(actions: PaletteActions): readonly PaletteGroup[] {
  const page = usePageActions();
  const details = useConnectors();
  const people = usePeople(actions.go);
  const accounts = useAccounts(actions.go);
  const window = useWindowActions();
  const quiet = useQuietItems();
  const { go, may } = actions;
  const connectors = details.map(({ id, name, target }): PaletteItem => ({
    id: `connector ${id}`,
    label: name,
    note: target,
    icon: Plug,
    onSelect: () => go(addresses.connectors(id)),
  }));
  const tools = details.flatMap(({ id, name, toolList }) =>
    toolList.map((tool): PaletteItem => ({
      id: `tool ${tool.id}`,
      label: tool.title ?? tool.name,
      note: t("palette.tool", { connector: name }),
      icon: Wrench,
      keywords: [tool.name, tool.exposedName],
      onSelect: () => go(addresses.tool(id, tool.id)),
    })),
  );
  return [
    { title: t("palette.page"), items: page },
    {
      title: t("palette.places"),
      items: [
        ...placeItems(actions),
        ...(may("operator") ? [standingItem(go), ...lookingBackItems(go)] : []),
        ...(may("admin") ? makingItems(go) : []),
      ],
    },
    { title: t("palette.connectors"), items: connectors },
    { title: t("palette.tools"), items: tools },
    { title: t("palette.accounts"), items: accounts },
    { title: t("palette.people"), items: people },
    { title: t("palette.orgs"), items: organizationItems(actions, window) },
    {
      title: t("palette.studio"),
      items: [...studioItems(actions), ...(may("operator") ? noticeItems(go, quiet) : [])],
    },
  ].filter(({ items }) => items.length > 0);
}

/** The keys that a page bound are its actions; the shell's own groups are listed elsewhere. */
function usePageActions(): readonly PaletteItem[] {
  const own = new Set<string>([t("keys.studio")]);
  return useBoundHotkeys()
    .toReversed()
    .flatMap((group, at) => (own.has(group.title) ? [] : group.hotkeys().map((hotkey) => ({ ...hotkey, at }))))
    .filter(({ disabled, keys }) => disabled !== true && keys !== "?")
    .map(({ at, keys, label, run }) => ({ id: `page ${at} ${keys}`, label, shortcut: keys, onSelect: run }));
}

function useConnectors(): readonly ConnectorDetail[] {
  const { rpc } = useStudio();
  const list = useRead(rpc.connectors.list.queryOptions());
  const ids = (list.kind === "ready" ? list.data : NO_CONNECTORS).map(({ id }) => id);
  const details = useQueries({
    queries: ids.map((id) => rpc.connectors.get.queryOptions({ input: { id } })),
  });
  return details.map(({ data }) => data).filter((detail) => detail !== undefined);
}

function usePeople(go: PaletteActions["go"]): readonly PaletteItem[] {
  const { rpc } = useStudio();
  const members = useRead(rpc.people.list.queryOptions());
  const teams = useRead(rpc.teams.list.queryOptions());
  const item = (id: string, label: string, path: string, icon: LucideIcon): PaletteItem => ({
    id,
    label,
    icon,
    onSelect: () => go(path),
  });
  return [
    ...(members.kind === "ready" ? members.data : []).map(({ id, name }) =>
      item(`member ${id}`, name, addresses.people(id), User),
    ),
    ...(teams.kind === "ready" ? teams.data : []).map(({ id, name }) =>
      item(`team ${id}`, name, addresses.teams(id), Users),
    ),
  ];
}

function useAccounts(go: PaletteActions["go"]): readonly PaletteItem[] {
  const { rpc } = useStudio();
  const accounts = useRead(rpc.accounts.list.queryOptions());
  return (accounts.kind === "ready" ? accounts.data : []).map(({ provider, account }) => ({
    id: `account ${provider.id}`,
    label: t("palette.account", { provider: provider.name }),
    note: account?.accountName ?? undefined,
    icon: UserRoundCheck,
    keywords: [provider.host],
    onSelect: () => go(addresses.accounts(provider.id)),
  }));
}

function placeItems({ go, may }: PaletteActions): readonly PaletteItem[] {
  return places
    .filter(({ role }) => may(role))
    .map(({ id, label, icon, path, shortcut }) => ({
      id: `place ${id}`,
      label,
      icon,
      shortcut,
      onSelect: () => go(path),
    }));
}

/** Parts of places that people look for by name. */
function lookingBackItems(go: PaletteActions["go"]): readonly PaletteItem[] {
  const item = (label: string, icon: LucideIcon, path: string): PaletteItem => ({
    id: `part ${path}`,
    label,
    icon,
    onSelect: () => go(path),
  });
  return [
    item(t("palette.log"), ScrollText, addresses.log()),
    item(t("palette.proof"), ShieldCheck, addresses.proof()),
    item(t("palette.redaction"), EyeOff, addresses.redaction()),
  ];
}

function makingItems(go: PaletteActions["go"]): readonly PaletteItem[] {
  const item = (label: string, path: string): PaletteItem => ({
    id: `make ${path}`,
    label,
    icon: Plus,
    onSelect: () => go(path),
  });
  return [
    item(t("palette.addConnector"), addresses.newConnector()),
    item(t("palette.snippets"), addresses.connectAgent()),
    item(t("palette.newKey"), addresses.newKey()),
    item(t("palette.newPolicy"), addresses.newPolicy()),
    item(t("palette.newCredential"), addresses.newCredential()),
    item(t("palette.newProvider"), addresses.newProvider()),
    { ...item(t("palette.providers"), addresses.providers()), icon: UserRoundCheck },
    item(t("palette.invite"), addresses.newInvitation()),
    item(t("palette.newTeam"), addresses.newTeam()),
  ];
}

function organizationItems({ org, orgs }: PaletteActions, window: WindowActions): readonly PaletteItem[] {
  const others = orgItems(
    orgs.filter(({ id }) => id !== org.id),
    org.id,
    window.switchTo,
  );
  return [
    ...others.map((item) => ({ ...item, label: t("org.switchTo", { org: item.label }) })),
    ...otherWaysIn(window.begin),
  ];
}

function standingItem(go: PaletteActions["go"]): PaletteItem {
  const path = addresses.newStanding();
  return { id: `make ${path}`, label: t("palette.standing"), icon: Plus, onSelect: () => go(path) };
}

/** Do not disturb and the rest of being told, by name. */
function noticeItems(go: PaletteActions["go"], quiet: readonly MenuItem[]): readonly PaletteItem[] {
  return [
    ...quiet.map(({ id, label, icon, onSelect }): PaletteItem => ({
      id: `quiet ${id}`,
      label: t("palette.quiet", { span: label }),
      icon,
      onSelect,
    })),
    { id: "notices", label: t("palette.notices"), icon: Bell, onSelect: () => go(addresses.notices()) },
  ];
}

function studioItems(actions: PaletteActions): readonly PaletteItem[] {
  const { may, isStopped, stopNote, onStopAll, onLift, onLock, onSignOut } = actions;
  const killSwitch: PaletteItem = isStopped
    ? { id: "studio lift", label: t("stopped.lift"), icon: CirclePlay, onSelect: onLift }
    : { id: "studio stop", label: t("stop.confirm"), note: stopNote, icon: CirclePause, onSelect: onStopAll };
  return [
    ...(may("operator") ? [killSwitch] : []),
    { id: "studio lock", label: t("org.lock"), icon: Lock, shortcut: "mod+shift+l", onSelect: onLock },
    { id: "studio sign-out", label: t("org.signOut"), icon: LogOut, onSelect: onSignOut },
  ];
}
