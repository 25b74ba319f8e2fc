import type { LucideIcon } from "lucide-react";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import type { Tone } from "./state-badge.tsx";

const TONES: Readonly<Record<Tone, string>> = {
  neutral: "border-line bg-sunken text-ink-soft",
  accent: "border-accent-line bg-accent-tint text-accent-ink",
  good: "border-green-line bg-green-tint text-green",
  warn: "border-amber-line bg-amber-tint text-amber",
  danger: "border-red-line bg-red-tint text-red",
  calm: "border-calm-line bg-calm-tint text-calm",
  unknown: "border-dashed border-violet-line bg-violet-tint text-violet",
};

export type TagProps = {
  readonly children: ReactNode;
  readonly tone?: Tone | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly isMono?: boolean | undefined;
  /** Makes it removable; `removeLabel` names the button. */
  readonly onRemove?: (() => void) | undefined;
  readonly removeLabel?: string | undefined;
  readonly className?: string | undefined;
};

/** A small fact about a thing. Wraps rather than cuts when it is long. */
export function Tag({
  children,
  tone = "neutral",
  icon: Icon,
  isMono = false,
  onRemove,
  removeLabel,
  className,
}: TagProps) {
  return (
    <span
      className={cx(
        "inline-flex min-h-[22px] items-center gap-1 rounded-sm border px-1.5 py-px text-xs wrap-anywhere",
        isMono && "font-mono",
        TONES[tone],
        className,
      )}
    >
      {Icon !== undefined && <Icon size={13} className="shrink-0" aria-hidden />}
      {children}
      {onRemove !== undefined && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1 rounded-xs p-0.5 hover:bg-pressed"
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
