import { Timer } from "lucide-react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { formatDuration } from "./format-time.ts";
import { useNow } from "./use-now.ts";

export type CountdownProps = {
  /** When the wait began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** When it ends, or null when it waits as long as it must. */
  readonly until: number | null;
  /** Stops counting, once someone decided or the card is frozen. */
  readonly stoppedAt?: number | undefined;
  readonly className?: string | undefined;
};

const SOON_MS = 30_000;

/** "waits 0:41 of 4:30". Turns amber in the last half minute. */
export function Countdown({ since, until, stoppedAt, className }: CountdownProps) {
  const now = useNow(stoppedAt === undefined ? 1000 : null);
  const at = stoppedAt ?? now;
  const waited = formatDuration(at - since);
  const left = until === null ? Infinity : until - at;
  const text =
    until === null
      ? t("countdown.waitsOpen", { waited })
      : left <= 0
        ? t("countdown.expired")
        : t("countdown.waits", { waited, total: formatDuration(until - since) });
  return (
    <span
      role="timer"
      className={cx(
        "inline-flex items-center gap-1 text-sm whitespace-nowrap text-ink-soft",
        left <= SOON_MS && "font-medium text-amber",
        className,
      )}
    >
      <Timer size={14} aria-hidden />
      {text}
    </span>
  );
}
