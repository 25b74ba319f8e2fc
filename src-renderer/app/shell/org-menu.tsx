import { ChevronsUpDown, Lock, LogOut, Monitor, Moon, Sun } from "lucide-react";
import type { MemberSummary, OrgSummary } from "../../client/index.ts";
import { Menu, type MenuItem } from "../../ui/overlay/menu.tsx";
import { useTheme, type ThemeChoice } from "../../ui/shell/theme.tsx";
import { t } from "../messages/t.ts";

export type OrgMenuProps = {
  readonly org: OrgSummary;
  readonly member: MemberSummary;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
};

/** The organization at the top of the rail, and what concerns the whole window. */
export function OrgMenu({ org, member, onLock, onSignOut }: OrgMenuProps) {
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
        useThemeItems(),
        [
          { id: "lock", label: t("org.lock"), icon: Lock, shortcut: "mod+shift+l", onSelect: onLock },
          { id: "sign-out", label: t("org.signOut"), icon: LogOut, onSelect: onSignOut },
        ],
      ]}
    />
  );
}

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

function useThemeItems(): readonly MenuItem[] {
  const { choose } = useTheme();
  return THEMES.map((choice) => ({
    id: `theme-${choice}`,
    label: t(`org.theme.${choice}`),
    icon: THEME_ICONS[choice],
    onSelect: () => choose(choice),
  }));
}

function initialOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? "";
}
