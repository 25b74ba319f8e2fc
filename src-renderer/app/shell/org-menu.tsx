import { ChevronsUpDown, Lock, LogOut, Monitor, Moon, Sun } from "lucide-react";
import type { MemberSummary, OrgEntry, OrgSummary } from "../../client/index.ts";
import { Menu, type MenuItem } from "../../ui/overlay/menu.tsx";
import { useTheme, type ThemeChoice } from "../../ui/shell/theme.tsx";
import { t } from "../messages/t.ts";
import { orgItems, otherWaysIn } from "../org-items.ts";
import { useWindowActions } from "../window-actions.ts";

export type OrgMenuProps = {
  readonly org: OrgSummary;
  readonly orgs: readonly OrgEntry[];
  readonly member: MemberSummary;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
};

/** The organization at the top of the rail: the others of the studio, and what concerns the whole window. */
export function OrgMenu({ org, orgs, member, onLock, onSignOut }: OrgMenuProps) {
  const window = useWindowActions();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm font-semibold hover:bg-hover narrow:justify-center narrow:px-0"
        >
          <span
            aria-hidden
            className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-accent text-2xs font-bold text-on-accent"
          >
            {initialOf(org.name)}
          </span>
          <span className="min-w-0 flex-1 truncate narrow:sr-only">{org.name}</span>
          <span className="sr-only">{t("org.signedInAs", { member: member.name })}</span>
          <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-ink-faint narrow:hidden" />
        </button>
      }
      groups={[
        orgItems(orgs, org.id, window.switchTo),
        otherWaysIn(window.begin),
        useThemeItems(),
        [
          {
            id: "lock",
            label: t("org.lock"),
            description: t("org.lockMeans"),
            icon: Lock,
            shortcut: "mod+shift+l",
            onSelect: onLock,
          },
          {
            id: "sign-out",
            label: t("org.signOut"),
            description: t("org.signedInAs", { member: member.name }),
            icon: LogOut,
            onSelect: onSignOut,
          },
        ],
      ]}
    />
  );
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

function useThemeItems(): readonly MenuItem[] {
  const { choice: chosen, choose } = useTheme();
  return THEMES.map((choice) => ({
    id: `theme-${choice}`,
    label: t(`org.theme.${choice}`),
    icon: THEME_ICONS[choice],
    note: choice === chosen ? t("org.theme.chosen") : undefined,
    onSelect: () => choose(choice),
  }));
}

function initialOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? "";
}
