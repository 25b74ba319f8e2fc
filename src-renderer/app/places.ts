import {
  Activity,
  Archive,
  Bot,
  Inbox,
  KeyRound,
  ListChecks,
  Plug,
  Settings,
  ShieldCheck,
  UserRoundCheck,
  Users,
  Vault,
  type LucideIcon,
} from "lucide-react";
import type { Role } from "../client/index.ts";
import { addresses, type PlaceId } from "./addresses.ts";
import { t } from "./messages/t.ts";

export type Place = {
  readonly id: PlaceId;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly path: string;
  readonly shortcut: string;
  /** The least role that can use it; for the others it is not there. */
  readonly role: Role;
};

/** The places of the rail, from top to bottom. */
export const places: readonly Place[] = [
  {
    id: "approvals",
    label: t("nav.approvals"),
    icon: Inbox,
    path: addresses.approvals(),
    shortcut: "g a",
    role: "operator",
  },
  {
    id: "activity",
    label: t("nav.activity"),
    icon: Activity,
    path: addresses.activity(),
    shortcut: "g v",
    role: "member",
  },
  { id: "agents", label: t("nav.agents"), icon: Bot, path: addresses.agents(), shortcut: "g n", role: "member" },
  {
    id: "connectors",
    label: t("nav.connectors"),
    icon: Plug,
    path: addresses.connectors(),
    shortcut: "g c",
    role: "member",
  },
  { id: "desk", label: t("nav.desk"), icon: ListChecks, path: addresses.desk(), shortcut: "g t", role: "operator" },
  {
    id: "policies",
    label: t("nav.policies"),
    icon: ShieldCheck,
    path: addresses.policies(),
    shortcut: "g p",
    role: "operator",
  },
  {
    id: "credentials",
    label: t("nav.credentials"),
    icon: KeyRound,
    path: addresses.credentials(),
    shortcut: "g k",
    role: "member",
  },
  {
    id: "accounts",
    label: t("nav.accounts"),
    icon: UserRoundCheck,
    path: addresses.accounts(),
    shortcut: "g o",
    role: "member",
  },
  { id: "people", label: t("nav.people"), icon: Users, path: addresses.people(), shortcut: "g m", role: "member" },
  { id: "vault", label: t("nav.vault"), icon: Vault, path: addresses.vault(), shortcut: "g l", role: "member" },
  { id: "backups", label: t("nav.backups"), icon: Archive, path: addresses.backups(), shortcut: "g b", role: "admin" },
  {
    id: "settings",
    label: t("nav.settings"),
    icon: Settings,
    path: addresses.settings(),
    shortcut: "g s",
    role: "member",
  },
];
