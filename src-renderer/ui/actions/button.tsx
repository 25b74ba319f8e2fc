import type { LucideIcon } from "lucide-react";
import { LoaderCircle } from "lucide-react";
import { useId, type ComponentProps, type MouseEvent, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { Tooltip } from "../overlay/tooltip.tsx";
import { Kbd } from "./kbd.tsx";
import { ariaKeys, isMacPlatform } from "./keys.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";

export type ButtonProps = Omit<ComponentProps<"button">, "children" | "disabled"> & {
  readonly variant?: ButtonVariant | undefined;
  /** `small` (28 px) in rows and bars, `medium` (32 px) in forms and cards. */
  readonly size?: "small" | "medium" | undefined;
  readonly icon?: LucideIcon | undefined;
  /** Shown as key caps and announced; binding it is the page's business (`useHotkeys`). */
  readonly shortcut?: string | undefined;
  /** Work is under way: the button keeps its width and its focus and ignores presses. */
  readonly isBusy?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Disables the button but keeps it focusable, and says why. */
  readonly disabledReason?: string | undefined;
  readonly children?: ReactNode;
};

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-hover active:bg-pressed",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink active:bg-pressed",
  danger: "bg-red-fill text-on-red hover:bg-red-fill-hover active:bg-red-fill-hover",
};

/** What makes a press do nothing look and behave alike in every variant. */
export const offClass =
  "cursor-not-allowed border border-line bg-sunken text-ink-faint hover:bg-sunken hover:text-ink-faint active:bg-sunken";

export function buttonClass(variant: ButtonVariant, size: "small" | "medium"): string {
  return cx(
    "relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none",
    size === "small" ? "h-7 px-2.5 text-sm" : "h-8 px-3 text-sm",
    VARIANTS[variant],
  );
}

/** A button of the studio. Its type is `button` unless told otherwise. */
export function Button(props: ButtonProps) {
  const { variant = "secondary", size = "medium", icon: Icon, shortcut, isBusy = false, disabled = false } = props;
  const { disabledReason, children, className, onClick, ...rest } = omitOwn(props);
  const reasonId = useId();
  const isOff = disabled || disabledReason !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isOff || isBusy) return event.preventDefault();
    onClick?.(event);
  };
  const button = (
    <button
      type="button"
      {...rest}
      className={cx(buttonClass(variant, size), isOff && offClass, className)}
      disabled={disabled && disabledReason === undefined}
      aria-disabled={isOff || isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={disabledReason === undefined ? rest["aria-describedby"] : reasonId}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut, isMacPlatform())}
      onClick={press}
    >
      {isBusy ? (
        <LoaderCircle size={15} className="animate-spin" aria-hidden />
      ) : (
        Icon && <Icon size={15} aria-hidden />
      )}
      {children}
      {shortcut !== undefined && <Kbd keys={shortcut} tone="quiet" className="-mr-1 ml-0.5" />}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <>
      <Tooltip content={disabledReason}>{button}</Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  );
}

function omitOwn(props: ButtonProps) {
  const {
    variant: _variant,
    size: _size,
    icon: _icon,
    shortcut: _shortcut,
    isBusy: _busy,
    disabled: _off,
    ...rest
  } = props;
  return rest;
}
