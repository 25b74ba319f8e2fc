import { useEffect, useRef, type ReactNode } from "react";
import type { UnlockerKind, VaultStatus } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { StateBadge } from "../../../ui/risk/state-badge.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

export type Unlocker = VaultStatus["unlockers"][number];

/** The member's unlocker of one kind, if there is one. */
export function unlockerOf({ unlockers }: VaultStatus, kind: UnlockerKind): Unlocker | undefined {
  return unlockers.find((one) => one.kind === kind);
}

export type WayRowProps = {
  readonly title: string;
  readonly text: string;
  readonly unlocker: Unlocker | undefined;
  /** The button that opens the form; absent where there is nothing to do. */
  readonly action?: string | undefined;
  /** Why the action cannot be taken here. */
  readonly offReason?: string | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  /** The form, or what was made and is shown this once. */
  readonly children: ReactNode;
};

/** One way of opening the vault: whether it is set up, since when, and what can be done with it. */
export function WayRow({ title, text, unlocker, action, offReason, isOpen, onOpen, onClose, children }: WayRowProps) {
  const body = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (isOpen && !wasOpen.current) body.current?.querySelector<HTMLElement>("input, button")?.focus();
    // The form is gone: the focus goes back to where it was opened from.
    if (!isOpen && wasOpen.current && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <li aria-label={title} className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-72">
          <p className="text-sm font-medium">{title}</p>
          <p className="text-xs text-ink-soft">{text}</p>
          {offReason !== undefined && <p className="mt-0.5 text-xs text-amber wrap-anywhere">{offReason}</p>}
        </div>
        <div className="flex items-center gap-3">
          <State unlocker={unlocker} />
          {action !== undefined && (
            <Button
              ref={button}
              size="small"
              aria-expanded={isOpen}
              disabledReason={offReason}
              onClick={isOpen ? onClose : onOpen}
            >
              {action}
            </Button>
          )}
        </div>
      </div>
      {isOpen && (
        <div ref={body} className="mt-3 pb-1">
          {children}
        </div>
      )}
    </li>
  );
}

function State({ unlocker }: { readonly unlocker: Unlocker | undefined }) {
  if (unlocker === undefined) return <StateBadge label={t("ways.off")} tone="neutral" dot="ring" className="text-xs" />;
  return (
    <span className="flex items-center gap-2 text-xs text-ink-soft">
      <StateBadge label={t("ways.on")} tone="good" className="text-xs" />
      <RelativeTime at={unlocker.createdAt} />
    </span>
  );
}
