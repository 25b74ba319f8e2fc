import { Tooltip } from "../overlay/tooltip.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { formatExact, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

export type RelativeTimeProps = {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Whether Tab stops here, to show the exact time; off in long lists, where the row shows it. */
  readonly isFocusable?: boolean | undefined;
  readonly className?: string | undefined;
};

/** "3 min ago", with the exact time on hover and focus. */
export function RelativeTime({ at, isFocusable = true, className }: RelativeTimeProps) {
  const now = useNow(30_000);
  const exact = formatExact(at);
  return (
    <Tooltip content={exact}>
      <time
        dateTime={new Date(at).toISOString()}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: the exact time must be reachable by keyboard
        tabIndex={isFocusable ? 0 : undefined}
        className={cx("rounded-xs whitespace-nowrap", className)}
      >
        {formatRelative(at, now)}
        <span className="sr-only">{t("time.exact", { exact })}</span>
      </time>
    </Tooltip>
  );
}
