import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { PopupPlace } from "./popup-place.ts";

export type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly width?: "narrow" | "wide" | undefined;
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
};

export const scrimClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";
export const dialogClass =
  "fixed top-[16vh] left-1/2 z-40 max-h-[72vh] max-w-[calc(100vw-48px)] -translate-x-1/2 overflow-y-auto rounded-lg border border-line-strong bg-raised text-ink shadow-pop outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

/** A window over the page, for short reading such as the keys. What takes thought goes into a page instead. */
export function Dialog({ isOpen, onClose, title, children, width = "narrow", initialFocus }: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Popup initialFocus={initialFocus} className={cx(dialogClass, width === "narrow" ? "w-105" : "w-170")}>
          <header className="sticky top-0 flex items-center justify-between border-b border-line bg-raised py-2.5 pr-2.5 pl-4">
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={t("action.close")}
              className="flex size-7 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
            >
              <X size={16} aria-hidden />
            </Base.Close>
          </header>
          <div className="px-4 py-3.5">
            <PopupPlace value={null}>{children}</PopupPlace>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
