import { ArchiveRestore, Check, Lock, LockOpen, Plus, TriangleAlert } from "lucide-react";
import type { OrgEntry } from "../client/index.ts";
import type { MenuItem } from "../ui/overlay/menu.tsx";
import { t } from "./messages/t.ts";
import type { WindowActions } from "./window-actions.ts";

/** The studio's organizations with their state, the one that is shown marked. */
export function orgItems(
  orgs: readonly OrgEntry[],
  shownId: string,
  onSwitch: WindowActions["switchTo"],
): readonly MenuItem[] {
  return orgs.map(({ id, name, isOpen, fault }) => ({
    id: `org-${id}`,
    label: name,
    note: id === shownId ? t("org.shown") : noteOf(isOpen, fault),
    icon: id === shownId ? Check : fault !== null ? TriangleAlert : isOpen ? LockOpen : Lock,
    onSelect: () => {
      if (id !== shownId) onSwitch(id);
    },
  }));
}

function noteOf(isOpen: boolean, fault: OrgEntry["fault"]): string {
  if (fault !== null) return t(`org.fault.${fault}`);
  return isOpen ? t("org.open") : t("org.locked");
}

/** How a further organization comes into the studio. */
export function otherWaysIn(begin: WindowActions["begin"]): readonly MenuItem[] {
  return [
    { id: "org-new", label: t("org.new"), icon: Plus, onSelect: () => begin("new-organization") },
    { id: "org-restore", label: t("org.restore"), icon: ArchiveRestore, onSelect: () => begin("restore") },
  ];
}
