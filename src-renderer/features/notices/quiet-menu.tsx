import { Bell, BellOff, Clock, Settings } from "lucide-react";
import { buttonClass } from "../../ui/actions/button.tsx";
import { cx } from "../../ui/cx.ts";
import { Menu, type MenuItem } from "../../ui/overlay/menu.tsx";
import { t } from "./messages.ts";
import { tomorrowMorning } from "./notices.ts";
import { useNotices, useQuietUntil } from "./provider.tsx";
import { quietTime } from "./quiet-time.ts";

const MINUTE = 60_000;
const SPANS = [30, 60, 240] as const;

/** Whether this device leaves its person alone, in sight on every page, and the way to change it. */
export function QuietMenu({ onSettings }: { readonly onSettings: () => void }) {
  const until = useQuietUntil();
  const items = useQuietItems();
  const label = until === null ? t("quiet.menu") : t("quiet.menuQuiet", { time: quietTime(until) });
  return (
    <Menu
      align="end"
      heading={t("quiet.title")}
      trigger={
        <button
          type="button"
          aria-label={until === null ? label : undefined}
          title={label}
          className={cx(buttonClass("ghost", "small"), "gap-1.5 px-1.5", until !== null && "bg-sunken text-ink")}
        >
          {until === null ? <Bell size={16} aria-hidden /> : <BellOff size={16} aria-hidden />}
          {until !== null && <span className="narrow:sr-only">{t("quiet.mark", { time: quietTime(until) })}</span>}
        </button>
      }
      groups={[items, [{ id: "settings", label: t("quiet.settings"), icon: Settings, onSelect: onSettings }]]}
    />
  );
}

/** Do not disturb, from a menu or by name. */
export function useQuietItems(): readonly MenuItem[] {
  const { change } = useNotices();
  const until = useQuietUntil();
  const end: MenuItem = {
    id: "quiet-end",
    label: t("quiet.end"),
    icon: Bell,
    onSelect: () => change({ quietUntil: null }),
  };
  const spans = SPANS.map((minutes): MenuItem => ({
    id: `quiet-${minutes}`,
    label: t(`quiet.for.${minutes}`),
    icon: minutes === 30 ? BellOff : Clock,
    description: minutes === 30 ? t("quiet.means") : undefined,
    onSelect: () => change({ quietUntil: Date.now() + minutes * MINUTE }),
  }));
  const tomorrow: MenuItem = {
    id: "quiet-tomorrow",
    label: t("quiet.tomorrow"),
    icon: Clock,
    onSelect: () => change({ quietUntil: tomorrowMorning(Date.now()) }),
  };
  return [...(until === null ? [] : [end]), ...spans, tomorrow];
}
