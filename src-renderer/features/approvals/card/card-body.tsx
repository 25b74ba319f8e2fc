import { useEffect, useRef, type ReactNode } from "react";
import { isFocusLost } from "../../../ui/actions/lost-focus.ts";
import { t } from "../messages.ts";

export type CardBodyProps = {
  readonly children: ReactNode;
  /** Changes when the focus has to come back here, such as after the editor was left. */
  readonly returns: number;
};

/** The part of the card that scrolls. Takes the focus that the card before it, or an editor in it, leaves behind. */
export function CardBody({ children, returns }: CardBodyProps) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isFocusLost()) {
      body.current?.focus({ preventScroll: true });
    }
  }, [returns]);
  return (
    <div
      ref={body}
      role="region"
      aria-label={t("card.scroll")}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: what scrolls must be reachable by keyboard
      tabIndex={0}
      // A ring around most of the window would shout; the edge is marked as that of the chosen row is.
      className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-8 outline-none focus-visible:shadow-[inset_2px_0_0_var(--focus)] forced-colors:focus-visible:outline-2"
    >
      <div className="flex max-w-220 flex-col gap-5">{children}</div>
    </div>
  );
}
