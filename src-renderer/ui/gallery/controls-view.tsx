import { Ellipsis, Pause, Pencil, Plus, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "../actions/button.tsx";
import { HoldButton } from "../actions/hold-button.tsx";
import { IconButton } from "../actions/icon-button.tsx";
import { Kbd } from "../actions/kbd.tsx";
import { useAnnounce } from "../feedback/live-region.tsx";
import { Progress } from "../feedback/progress.tsx";
import { useNotify } from "../feedback/toasts.tsx";
import { Page } from "../layout/page.tsx";
import { Panel } from "../layout/panel.tsx";
import { Tabs } from "../layout/tabs.tsx";
import { ConfirmDialog } from "../overlay/confirm-dialog.tsx";
import { Menu } from "../overlay/menu.tsx";
import { RiskBadge } from "../risk/risk-badge.tsx";
import { StateBadge } from "../risk/state-badge.tsx";
import { Tag } from "../risk/tag.tsx";
import { CommandPalette, PaletteList } from "../shell/command-palette.tsx";
import { useTheme, type ThemeChoice } from "../shell/theme.tsx";
import { RadioCards } from "../fields/radio-cards.tsx";
import { Countdown } from "../time/countdown.tsx";
import { RelativeTime } from "../time/relative-time.tsx";
import { useHotkeys } from "../actions/hotkeys.tsx";

function Row({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}

const now = Date.now();

export function ControlsView() {
  return (
    <Page title="Controls" layout="read">
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Panel title="Buttons">
          <Buttons />
        </Panel>
        <Panel title="Overlays">
          <Overlays />
        </Panel>
        <Panel title="Risk and states">
          <Badges />
        </Panel>
        <Panel title="Time and progress">
          <Times />
        </Panel>
        <Panel title="Tabs">
          <TabSamples />
        </Panel>
        <Panel title="Theme">
          <ThemeSample />
        </Panel>
      </div>
    </Page>
  );
}

function Buttons() {
  const notify = useNotify();
  return (
    <div className="flex flex-col gap-3">
      <Row>
        <Button variant="primary" shortcut="enter">
          Approve
        </Button>
        <Button shortcut="e">Edit</Button>
        <Button variant="ghost">Skip</Button>
        <Button variant="danger" icon={Trash2}>
          Delete
        </Button>
        <IconButton icon={Pencil} label="Rename" />
      </Row>
      <Row>
        <Button variant="primary" isBusy>
          Saving
        </Button>
        <Button disabled>Disabled</Button>
        <Button disabledReason="Only an admin can add connectors." icon={Plus}>
          Add connector
        </Button>
        <Button size="small" icon={Pause}>
          Small
        </Button>
        <Button size="small" variant="ghost">
          Small ghost
        </Button>
      </Row>
      <Row>
        <HoldButton label="Delete for good" onHeld={() => notify({ title: "Held to the end" })}>
          Hold to delete
        </HoldButton>
        <Kbd keys="mod+k" /> <Kbd keys="g a" /> <Kbd keys="shift+enter" /> <Kbd keys="escape" />
      </Row>
    </div>
  );
}

function Overlays() {
  const [isAsking, setAsking] = useState(location.hash.endsWith("/confirm"));
  const [isPalette, setPalette] = useState(location.hash.endsWith("/palette"));
  const notify = useNotify();
  const announce = useAnnounce();
  useHotkeys("Controls", [{ keys: "mod+k", label: "Commands", run: () => setPalette(true), inFields: true }]);
  return (
    <Row>
      <Button onClick={() => setAsking(true)}>Confirm…</Button>
      <Button onClick={() => setPalette(true)} shortcut="mod+k">
        Palette
      </Button>
      <Button
        onClick={() => {
          announce("A call waits");
          notify({
            title: "Denied: Delete repository",
            description: "Cursor has been told why.",
            action: { label: "Undo", onPress: () => {} },
          });
        }}
      >
        Toast
      </Button>
      <Button
        onClick={() =>
          notify({
            kind: "ours",
            title: "The export stopped",
            description: "Nothing was lost. Try again.",
            timeoutMs: 0,
          })
        }
      >
        Our error
      </Button>
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More" />}
        groups={[
          [
            { id: "rename", label: "Rename", icon: Pencil, onSelect: () => {}, shortcut: "r" },
            { id: "pause", label: "Pause", icon: Pause, onSelect: () => {}, disabledReason: "It is not running." },
          ],
          [{ id: "delete", label: "Delete", icon: Trash2, onSelect: () => setAsking(true), isDestructive: true }],
        ]}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title="Delete the policy Engineering?"
        consequence="Revokes 2 keys and ends 1 session. Calls that wait are denied."
        confirmLabel="Delete policy"
        onConfirm={() => setAsking(false)}
        onCancel={() => setAsking(false)}
      />
      <CommandPalette isOpen={isPalette} onClose={() => setPalette(false)}>
        <PaletteList
          onClose={() => setPalette(false)}
          groups={[
            {
              title: "This page",
              items: [
                { id: "approve", label: "Approve the call", onSelect: () => {}, shortcut: "enter" },
                { id: "deny", label: "Deny the call", onSelect: () => {}, shortcut: "d" },
              ],
            },
            {
              title: "Places",
              items: [
                { id: "activity", label: "Activity", onSelect: () => (location.hash = "#table"), shortcut: "g v" },
                { id: "github", label: "github", note: "Connector", icon: Plus, onSelect: () => {} },
              ],
            },
          ]}
        />
      </CommandPalette>
    </Row>
  );
}

function Badges() {
  return (
    <div className="flex flex-col gap-3">
      <Row>
        <RiskBadge risk="readOnly" />
        <RiskBadge risk="moderate" />
        <RiskBadge risk="dangerous" />
        <RiskBadge risk="unknown" />
      </Row>
      <Row>
        <StateBadge label="Connected" tone="good" />
        <StateBadge label="Needs to be reconnected" tone="warn" />
        <StateBadge label="Off" tone="neutral" dot="ring" />
        <StateBadge label="Executing" tone="accent" />
        <StateBadge label="Quarantined" tone="unknown" dot="ring" />
      </Row>
      <Row>
        <Tag>12 tools</Tag>
        <Tag isMono>github__list_issues</Tag>
        <Tag tone="accent">edited</Tag>
        <Tag tone="warn">definition changed</Tag>
        <Tag tone="calm" onRemove={() => {}} removeLabel="Remove repo">
          repo = acme/*
        </Tag>
      </Row>
    </div>
  );
}

function Times() {
  return (
    <div className="flex flex-col gap-4">
      <Row>
        <Countdown since={now - 41_000} until={now + 229_000} />
        <Countdown since={now - 250_000} until={now + 20_000} />
        <RelativeTime at={now - 190_000} /> <RelativeTime at={now - 40 * 3_600_000} />
      </Row>
      <Progress label="Importing tools" done={148} total={1204} onCancel={() => {}} />
    </div>
  );
}

function TabSamples() {
  const [tab, setTab] = useState<"tools" | "exposure" | "log">("tools");
  const tabs = [
    {
      value: "tools",
      label: "Tools",
      count: 38,
      content: <p className="text-sm text-ink-soft">38 tools, 4 not classified.</p>,
    },
    { value: "exposure", label: "Exposure", content: <p>Exposure</p> },
    { value: "log", label: "Log", content: <p>Log</p> },
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      <Tabs label="Connector" value={tab} onChange={setTab} tabs={tabs} />
      <Tabs label="View" value={tab} onChange={setTab} tabs={tabs} look="segment" />
    </div>
  );
}

function ThemeSample() {
  const { choice, choose } = useTheme();
  return (
    <RadioCards<ThemeChoice>
      label="Theme"
      columns={3}
      value={choice}
      onChange={choose}
      choices={[
        { value: "system", label: "System", description: "Follows the computer." },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
    />
  );
}
