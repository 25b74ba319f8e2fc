import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "../cx.ts";
import { Tooltip } from "../overlay/tooltip.tsx";
import { ariaKeys, isMacPlatform } from "./keys.ts";

export type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  readonly icon: LucideIcon;
  /** The accessible name, and the tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "right" | "bottom" | "left" | undefined;
  readonly size?: "small" | "medium" | undefined;
};

/** A square button that is only an icon; its name shows on hover and focus. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  side,
  size = "medium",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={side}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut, isMacPlatform())}
        className={cx(
          "inline-flex shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink active:bg-pressed disabled:cursor-not-allowed disabled:text-ink-faint disabled:hover:bg-transparent",
          size === "small" ? "size-6" : "size-7",
          className,
        )}
      >
        <Icon size={size === "small" ? 14 : 16} aria-hidden />
      </button>
    </Tooltip>
  );
}
