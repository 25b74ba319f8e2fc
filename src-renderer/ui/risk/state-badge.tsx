import type { LucideIcon } from "lucide-react";
import { cx } from "../cx.ts";

export type Tone = "neutral" | "accent" | "good" | "warn" | "danger" | "calm" | "unknown";

const DOTS: Readonly<Record<Tone, string>> = {
  neutral: "text-ink-faint",
  accent: "text-accent-ink",
  good: "text-green",
  warn: "text-amber",
  danger: "text-red",
  calm: "text-calm",
  unknown: "text-violet",
};

export type StateBadgeProps = {
  readonly label: string;
  readonly tone: Tone;
  /** Without an icon a dot is drawn: `filled` while something is going on, `ring` when it is over or off. */
  readonly icon?: LucideIcon | undefined;
  readonly dot?: "filled" | "ring" | undefined;
  readonly className?: string | undefined;
};

/** A state as a word with a mark: of a call, a connection, a session, a credential. The page maps states to words and tones. */
export function StateBadge({ label, tone, icon: Icon, dot = "filled", className }: StateBadgeProps) {
  return (
    <span className={cx("inline-flex shrink-0 items-center gap-1.5 text-sm whitespace-nowrap text-ink", className)}>
      <span className={cx("inline-flex w-3.5 justify-center", DOTS[tone])} aria-hidden>
        {Icon === undefined ? (
          <span className={cx("size-2 rounded-full border-[1.5px] border-current", dot === "filled" && "bg-current")} />
        ) : (
          <Icon size={14} />
        )}
      </span>
      {label}
    </span>
  );
}
