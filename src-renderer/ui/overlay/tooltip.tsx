import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "../actions/kbd.tsx";
import { popupClass } from "./popup-class.ts";
import { usePopupPlace } from "./popup-place.ts";
import { cx } from "../cx.ts";

export type TooltipProps = {
  readonly content: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "right" | "bottom" | "left" | undefined;
  /** One focusable element. Its accessible name and description are its own business: a tooltip repeats, it never adds. */
  readonly children: ReactElement<Record<string, unknown>>;
};

/** A hint on hover and focus, for words that are also available to assistive technology. */
export function Tooltip({ content, shortcut, side = "top", children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={350} closeOnClick={false} />
      <Base.Portal container={usePopupPlace()}>
        <Base.Positioner side={side} sideOffset={6} aria-hidden className="z-50">
          <Base.Popup className={cx(popupClass, "flex max-w-72 items-center gap-2 px-2 py-1 text-xs text-ink")}>
            {content}
            {shortcut !== undefined && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
