import { app, Menu, Notification, Tray, type BrowserWindow } from "electron";
import type { WaitingCalls } from "../../src-contract/host.ts";
import { logToStderr } from "../base/log.ts";
import { decideNotice, NOTHING_TOLD, type NoticePace } from "../base/notice-pace.ts";
import { freshLine, waitingLine } from "../base/waiting-words.ts";
import { dotImage, trayImage } from "./mark-image.ts";

export interface CallerOptions {
  readonly platform: NodeJS.Platform;
  readonly window: () => BrowserWindow | undefined;
  /** Shows the window with what waits. */
  readonly onChosen: () => void;
  readonly now?: () => number;
}

const NOTHING: WaitingCalls = { count: 0, dangerous: 0, fresh: 0 };

/**
 * Calls a person: tray, badge and notification. It knows numbers and nothing else, and whatever is chosen in it shows the window:
 * nothing is decided here.
 *
 * A person who wants to be left alone has the tray and the badge, and no notification.
 */
export class Caller {
  readonly #options: CallerOptions;
  readonly #now: () => number;
  #tray: Tray | undefined;
  #waiting = NOTHING;
  #pace: NoticePace = NOTHING_TOLD;
  #isQuiet = false;
  #shown: Notification | undefined;
  #later: NodeJS.Timeout | undefined;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Only after Electron is ready. A desktop may have no place for it. */
  openTray(): void {
    try {
      this.#tray = new Tray(this.#trayImage());
    } catch (error) {
      logToStderr("there is no tray for the studio's mark", { reason: String(error) });
      return;
    }
    const { onChosen } = this.#options;
    const template = [
      { label: "Show what waits", click: onChosen },
      { type: "separator" as const },
      { label: "Quit Gatehouse", click: () => app.quit() },
    ];
    this.#tray.setContextMenu(Menu.buildFromTemplate(template));
    this.#tray.on("click", onChosen);
    this.#mark();
  }

  /** So much waits now. */
  told(waiting: WaitingCalls): void {
    this.#waiting = waiting;
    this.#mark();
    if (waiting.count === 0) this.#hush();
    else this.#notify(waiting.fresh);
  }

  /** The sidecar is gone, and what waits is not known until the next one says so. */
  forget(): void {
    this.told(NOTHING);
  }

  /** A person wants to be left alone, or no longer. What came meanwhile is not told of later. */
  setQuiet(isQuiet: boolean): void {
    this.#isQuiet = isQuiet;
    if (isQuiet) this.#hush();
  }

  close(): void {
    this.#hush();
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  /** A window that was just opened has no mark yet. */
  mark(): void {
    this.#mark();
  }

  #mark(): void {
    const { count } = this.#waiting;
    const line = waitingLine(this.#waiting);
    this.#tray?.setImage(this.#trayImage());
    this.#tray?.setToolTip(`Gatehouse: ${line}`);
    if (this.#options.platform === "darwin") this.#tray?.setTitle(count === 0 ? "" : String(count));
    if (this.#options.platform === "win32")
      this.#options.window()?.setOverlayIcon(count === 0 ? null : dotImage(), line);
    else app.setBadgeCount(count); // the dock of macOS, and of the Linux desktops that have one
  }

  #notify(fresh: number): void {
    const attention = { isLooking: this.#options.window()?.isFocused() === true, isQuiet: this.#isQuiet };
    const decision = decideNotice(this.#pace, fresh, attention, this.#now());
    this.#pace = decision.pace;
    switch (decision.kind) {
      case "none":
        return;
      case "later":
        this.#later ??= setTimeout(() => {
          this.#later = undefined;
          this.#notify(0);
        }, decision.afterMs);
        return;
      case "show":
        this.#show(decision.fresh);
    }
  }

  #show(fresh: number): void {
    if (!Notification.isSupported()) return;
    this.#shown?.close(); // One at a time: the last one says it all.
    this.#shown = new Notification({ title: freshLine(fresh), body: waitingLine(this.#waiting) });
    this.#shown.on("click", this.#options.onChosen);
    this.#shown.show();
  }

  #hush(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#pace = { ...this.#pace, untold: 0 };
    this.#shown?.close();
    this.#shown = undefined;
  }

  #trayImage() {
    return trayImage(this.#waiting.count > 0, this.#options.platform === "darwin");
  }
}
