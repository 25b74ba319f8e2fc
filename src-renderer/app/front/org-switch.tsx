import { ChevronsUpDown } from "lucide-react";
import type { OrgEntry, OrgSummary } from "../../client/index.ts";
import { Menu } from "../../ui/overlay/menu.tsx";
import { t } from "../messages/t.ts";
import { orgItems } from "../org-items.ts";
import { useWindowActions } from "../window-actions.ts";

export type OrgSwitchProps = { readonly org: OrgSummary; readonly orgs: readonly OrgEntry[] };

/** The way to the other organizations from the door of this one. */
export function OrgSwitch({ org, orgs }: OrgSwitchProps) {
  const { switchTo } = useWindowActions();
  if (orgs.length < 2) return null;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="flex h-7 max-w-72 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
        >
          <span className="sr-only">{t("org.others")}: </span>
          <span className="min-w-0 truncate">{org.name}</span>
          <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-ink-faint" />
        </button>
      }
      groups={[orgItems(orgs, org.id, switchTo)]}
    />
  );
}
