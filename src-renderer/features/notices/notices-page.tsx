import { useState } from "react";
import { electronBridge } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { Switch } from "../../ui/fields/switch.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { t } from "./messages.ts";
import { useNotices, useQuietUntil } from "./provider.tsx";
import { useQuietItems } from "./quiet-menu.tsx";
import { quietTime } from "./quiet-time.ts";
import { showNotification } from "./use-told.ts";

/** How this device tells its person that something waits. */
export function NoticesPage() {
  return (
    <>
      <p className="text-sm text-ink-soft">{t("intro")}</p>
      <Told />
      <Sound />
      <Quiet />
    </>
  );
}

function Told() {
  const { choices, change } = useNotices();
  const [permission, setPermission] = useState(() => permissionNow());
  const isOn = choices.isNotified && permission === "granted";
  const toggle = async (wanted: boolean): Promise<void> => {
    // The browser asks here alone, because a person has just said that they want it.
    const given = wanted && permission === "default" ? await Notification.requestPermission() : permission;
    setPermission(given);
    change({ isNotified: wanted && given === "granted" });
  };
  return (
    <Panel title={t("told.title")} description={t("told.text")}>
      {electronBridge() !== undefined ? (
        <p className="text-sm text-ink">{t("told.desktop")}</p>
      ) : (
        <div className="flex flex-col gap-3">
          <Switch
            checked={isOn}
            disabled={permission === "denied" || permission === "unsupported"}
            onChange={(wanted) => void toggle(wanted)}
            label={t("told.switch")}
            description={permission === "denied" || permission === "unsupported" ? t(`told.${permission}`) : undefined}
          />
          {isOn && (
            <Button
              size="small"
              className="self-start"
              onClick={() => showNotification({ title: t("told.tryTitle"), body: t("told.tryBody") }, () => {})}
            >
              {t("told.try")}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

function permissionNow(): NotificationPermission | "unsupported" {
  return "Notification" in window ? Notification.permission : "unsupported";
}

const SOUNDS = ["off", "dangerous", "all"] as const;

function Sound() {
  const { choices, change, chime } = useNotices();
  return (
    <Panel
      title={t("sound.title")}
      description={t("sound.text")}
      actions={
        <Button size="small" onClick={() => chime(choices.sound === "dangerous" ? "two" : "one")}>
          {t("sound.try")}
        </Button>
      }
    >
      <RadioCards
        label={t("sound.title")}
        columns={3}
        value={choices.sound}
        onChange={(sound) => change({ sound })}
        choices={SOUNDS.map((value) => ({
          value,
          label: t(`sound.${value}`),
          description: value === "all" ? t("sound.allText") : undefined,
        }))}
      />
    </Panel>
  );
}

function Quiet() {
  const until = useQuietUntil();
  const items = useQuietItems();
  return (
    <Panel title={t("quiet.title")}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-ink-soft">{t("quiet.text")}</p>
        <p role="status" className="text-sm font-medium text-ink">
          {until === null ? t("quiet.off") : t("quiet.now", { time: quietTime(until) })}
        </p>
        <div className="flex flex-wrap gap-2">
          {items.map(({ id, label, onSelect }) => (
            <Button key={id} size="small" variant={id === "quiet-end" ? "primary" : "secondary"} onClick={onSelect}>
              {label}
            </Button>
          ))}
        </div>
      </div>
    </Panel>
  );
}
