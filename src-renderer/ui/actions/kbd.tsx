import { CornerDownLeft } from "lucide-react";
import { Fragment } from "react";
import { cx } from "../cx.ts";
import { ENTER, isMacPlatform, keyCaps } from "./keys.ts";

export type KbdProps = {
  /** A hotkey such as `"mod+k"` or `"g a"`. */
  readonly keys: string;
  /** `quiet` sits inside buttons and menus, in their own colour. */
  readonly tone?: "plain" | "quiet" | undefined;
  readonly className?: string | undefined;
};

/** Draws a hotkey as key caps. Hidden from assistive technology: the control announces it itself. */
export function Kbd({ keys, tone = "plain", className }: KbdProps) {
  const cap = cx(
    "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-xs px-1 font-sans text-2xs leading-none",
    tone === "plain" ? "border border-line-strong bg-surface text-ink-soft" : "bg-current/12",
  );
  return (
    <span aria-hidden="true" className={cx("inline-flex shrink-0 items-center gap-0.5", className)}>
      {keyCaps(keys, isMacPlatform()).map((chord, index) => (
        <Fragment key={chord.join("+") + String(index)}>
          {chord.map((name) => (
            <kbd key={name} className={cap}>
              {name === ENTER ? <CornerDownLeft size={11} strokeWidth={2.25} /> : name}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
