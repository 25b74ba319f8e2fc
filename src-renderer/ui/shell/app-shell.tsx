import { CirclePause, Lock, Play } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "../actions/button.tsx";
import { IconButton } from "../actions/icon-button.tsx";
import { cx } from "../cx.ts";
import { TopBarSlot } from "../layout/page.tsx";
import { t } from "../messages/ui.ts";
import { PopupPlace } from "../overlay/popup-place.ts";
import { NavRail, type NavItem } from "./nav-rail.tsx";

export type AppShellProps = {
  /** The organization and what can be done with it; usually a Menu. */
  readonly org: ReactNode;
  readonly nav: readonly NavItem[];
  readonly currentNavId: string;
  readonly studio: StudioControls;
  /** Before the controls that must always be at hand: what is going on. */
  readonly controls?: ReactNode;
  /** Banners that concern the whole window, under the top bar. */
  readonly banner?: ReactNode;
  /** Below the places: who is signed in, the version. */
  readonly railFooter?: ReactNode;
  /** One Page. */
  readonly children: ReactNode;
};

export type StudioControls = {
  readonly agentCount: number;
  readonly agentsHref: string;
  readonly isStopped: boolean;
  /** Whether the member may stop and resume; without it the button is not there. */
  readonly mayStop: boolean;
  readonly onStopAll: () => void;
  readonly onResume: () => void;
  readonly onLock: () => void;
};

/** The window around the pages: rail, top bar with the controls that must always be at hand, content. */
export function AppShell(props: AppShellProps) {
  const { org, nav, currentNavId, studio, controls, banner, railFooter, children } = props;
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [popups, setPopups] = useState<HTMLElement | null>(null);
  return (
    <PopupPlace value={popups}>
      <div className="flex h-dvh min-h-100 overflow-hidden bg-canvas">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          onClick={skip}
        >
          {t("shell.skip")}
        </a>
        <div className="flex w-52 shrink-0 flex-col narrow:w-14">
          <div className="flex h-12 shrink-0 items-center px-2">{org}</div>
          <NavRail items={nav} currentId={currentNavId} />
          {railFooter !== undefined && <div className="px-2 py-2">{railFooter}</div>}
        </div>
        <div className="flex min-w-0 flex-1 flex-col border-l border-line bg-surface">
          {/* Where both do not fit beside each other, the page's title and actions stand above the controls of the studio. */}
          <header className="flex h-12 shrink-0 items-center border-b border-line pr-3 pl-5 max-[40rem]:h-auto max-[40rem]:flex-wrap max-[40rem]:justify-end max-[40rem]:gap-y-2 max-[40rem]:py-2">
            <div
              ref={setSlot}
              className="flex min-w-0 flex-1 items-center max-[40rem]:min-h-7 max-[40rem]:basis-full"
            />
            <TopControls {...studio} controls={controls} />
          </header>
          {banner}
          <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
            <TopBarSlot value={slot}>{slot !== null && children}</TopBarSlot>
            <div ref={setPopups} />
          </main>
        </div>
      </div>
    </PopupPlace>
  );
}

function skip(event: { preventDefault: () => void }): void {
  // The hash is the address of the page: move the focus, not the address.
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function TopControls({
  agentCount,
  agentsHref,
  onLock,
  controls,
  ...stop
}: StudioControls & { readonly controls: ReactNode }) {
  return (
    <div className="flex shrink-0 items-center gap-1.5 border-l border-line pl-3">
      {controls}
      <a
        href={agentsHref}
        className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
      >
        <span
          aria-hidden
          className={cx("size-2 rounded-full", agentCount > 0 ? "bg-green" : "border-[1.5px] border-ink-faint")}
        />
        <span aria-hidden>{t("shell.agents", { count: agentCount })}</span>
        <span className="sr-only">{t("shell.agentsLive", { count: agentCount })}</span>
      </a>
      {stop.mayStop && <StopButton {...stop} />}
      <IconButton icon={Lock} label={t("shell.lock")} side="bottom" onClick={onLock} />
    </div>
  );
}

function StopButton({ isStopped, onStopAll, onResume }: Omit<StudioControls, "agentCount" | "agentsHref" | "onLock">) {
  if (isStopped) {
    return (
      <Button size="small" variant="primary" icon={Play} onClick={onResume}>
        {t("shell.resume")}
      </Button>
    );
  }
  return (
    <Button size="small" icon={CirclePause} onClick={onStopAll}>
      {t("shell.stopAll")}
    </Button>
  );
}
