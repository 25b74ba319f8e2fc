import type { LucideIcon } from "lucide-react";
import { useEffect, useId, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { popupClass } from "../overlay/popup-class.ts";
import { buttonClass, offClass } from "./button.tsx";
import { useHotkeys } from "./hotkeys.tsx";
import { Kbd } from "./kbd.tsx";
import { ariaKeys, isMacPlatform } from "./keys.ts";
import { useHold } from "./use-hold.ts";

export type HoldButtonProps = {
  readonly children: ReactNode;
  /** Called once, after the press lasted `holdMs`. Letting go earlier does nothing. */
  readonly onHeld: () => void;
  readonly holdMs?: number | undefined;
  readonly icon?: LucideIcon | undefined;
  /** A key of the page that holds this button; bound here, under `hotkeyGroup`. */
  readonly shortcut?: string | undefined;
  readonly hotkeyGroup?: string | undefined;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly size?: "small" | "medium" | undefined;
  readonly className?: string | undefined;
};

const HINT_MS = 2500;

/** A button for what cannot be undone: it must be held, by pointer, Enter, Space or its shortcut. A short press only explains itself. */
export function HoldButton(props: HoldButtonProps) {
  const { holdMs = 1000, icon: Icon, shortcut, disabled = false, label } = props;
  const [isHinting, setHinting] = useState(false);
  const hintId = useId();
  const hold = useHold(holdMs, props.onHeld);
  const start = (): void => {
    if (disabled) return;
    setHinting(true);
    hold.start();
  };
  const { stop } = hold;
  useEffect(() => {
    // What must not be done any more must not be done by a key that is already down.
    if (disabled) stop();
  }, [disabled, stop]);
  useEffect(() => {
    if (!isHinting || hold.progress > 0) return undefined;
    const timer = setTimeout(() => setHinting(false), HINT_MS);
    return () => clearTimeout(timer);
  }, [isHinting, hold.progress]);
  useHotkeys(
    props.hotkeyGroup ?? "",
    shortcut === undefined ? [] : [{ keys: shortcut, label, run: start, release: hold.stop, disabled }],
  );
  const hint = t("hold.hint", { seconds: holdMs / 1000 });
  return (
    <span className="relative inline-flex">
      <button
        type="button"
        disabled={disabled}
        aria-describedby={hintId}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut, isMacPlatform())}
        className={cx(
          buttonClass("danger", props.size ?? "medium"),
          "touch-none overflow-hidden",
          disabled && offClass,
          props.className,
        )}
        {...holdEvents(start, hold.stop)}
      >
        <span aria-hidden className="absolute inset-y-0 left-0 bg-hold" style={{ width: `${hold.progress * 100}%` }} />
        <span className="relative inline-flex items-center gap-1.5">
          {Icon !== undefined && <Icon size={15} aria-hidden />}
          {props.children}
          {shortcut !== undefined && <Kbd keys={shortcut} tone="quiet" className="-mr-1 ml-0.5" />}
        </span>
      </button>
      <span id={hintId} hidden>
        {hint}
      </span>
      <span
        role="status"
        className={cx(
          popupClass,
          "pointer-events-none absolute bottom-full left-0 mb-1.5 px-2 py-1 text-xs whitespace-nowrap",
          (!isHinting || disabled) && "sr-only",
        )}
      >
        {isHinting && (hold.progress > 0 ? t("hold.holding") : hint)}
      </span>
    </span>
  );
}

function holdEvents(start: () => void, stop: () => void) {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) start();
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onBlur: stop,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      // The page's own Enter must not see this press, and a native click must not follow it.
      event.preventDefault();
      if (!event.repeat) start();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key === "Enter" || event.key === " ") stop();
    },
  };
}
