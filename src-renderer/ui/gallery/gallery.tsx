import {
  Activity,
  Bot,
  ChevronsUpDown,
  Inbox,
  KeyRound,
  Link2,
  Plug,
  Settings,
  ShieldCheck,
  Users,
} from "lucide-react";
import { StrictMode, useState, useSyncExternalStore, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import "../../styles/studio.css";
import { AppShell } from "../shell/app-shell.tsx";
import { KeyboardHelp } from "../shell/keyboard-help.tsx";
import type { NavItem } from "../shell/nav-rail.tsx";
import type { ThemeChoice } from "../shell/theme.tsx";
import { UiProvider } from "../shell/ui-provider.tsx";
import { ActivityView } from "./activity-view.tsx";
import { ControlsView } from "./controls-view.tsx";
import { FormsView } from "./forms-view.tsx";
import { StatesView } from "./states-view.tsx";
import { TextView } from "./text-view.tsx";
import { ApprovalsView } from "./approvals-view.tsx";

const NAV: readonly NavItem[] = [
  { id: "approvals", label: "Approvals", icon: Inbox, href: "#approvals", waiting: 4, shortcut: "g a" },
  { id: "table", label: "Activity", icon: Activity, href: "#table", shortcut: "g v" },
  { id: "states", label: "Agents", icon: Bot, href: "#states" },
  { id: "controls", label: "Connectors", icon: Plug, href: "#controls" },
  { id: "text", label: "Policies", icon: ShieldCheck, href: "#text" },
  { id: "forms", label: "Credentials", icon: KeyRound, href: "#forms" },
  {
    id: "accounts",
    label: "Accounts",
    icon: Link2,
    href: "#accounts",
    disabledReason: "Connect an account from a connector first.",
  },
  { id: "people", label: "People", icon: Users, href: "#people" },
  { id: "settings", label: "Settings", icon: Settings, href: "#settings" },
];

function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash.slice(1) || "approvals",
  );
}

function Gallery() {
  const [theme, setTheme] = useState<ThemeChoice>("system");
  const [isStopped, setStopped] = useState(false);
  const [view = "approvals", variant = ""] = useHash().split("/");
  return (
    <UiProvider choice={theme} onChoose={setTheme}>
      <AppShell
        org={<OrgButton />}
        nav={NAV}
        currentNavId={view}
        studio={{
          agentCount: 3,
          agentsHref: "#states",
          isStopped,
          mayStop: true,
          onStopAll: () => setStopped(true),
          onResume: () => setStopped(false),
          onLock: () => {},
        }}
      >
        {viewOf(view, variant)}
      </AppShell>
      <KeyboardHelp />
    </UiProvider>
  );
}

function viewOf(view: string, variant: string): ReactNode {
  switch (view) {
    case "table":
      return <ActivityView isLive={variant === "live"} />;
    case "controls":
      return <ControlsView />;
    case "forms":
      return <FormsView />;
    case "states":
      return <StatesView />;
    case "text":
      return <TextView />;
    default:
      return (
        <ApprovalsView
          key={variant}
          isFrozen={variant === "frozen"}
          initialId={variant.startsWith("a") ? variant : "a1"}
        />
      );
  }
}

function OrgButton() {
  return (
    <button
      type="button"
      className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-sm font-semibold hover:bg-hover narrow:justify-center narrow:px-0"
    >
      <span
        aria-hidden
        className="flex size-5 items-center justify-center rounded-sm bg-accent text-2xs font-bold text-on-accent"
      >
        A
      </span>
      <span className="narrow:sr-only">Acme</span>
      <ChevronsUpDown size={13} aria-hidden className="ml-auto text-ink-faint narrow:hidden" />
    </button>
  );
}

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
