import { ipcMain, type BrowserWindow } from "electron";
import { QUIET_CHANNEL, SHOW_WAITING_CHANNEL } from "../base/window-channel.ts";
import { isFromOurPage } from "./our-page.ts";

/** Calls back when our page says that its person wants to be left alone, or no longer. */
export function onQuiet(window: () => BrowserWindow | undefined, callback: (isQuiet: boolean) => void): void {
  ipcMain.on(QUIET_CHANNEL, (event, isQuiet: unknown) => {
    if (isFromOurPage(event, window()) && typeof isQuiet === "boolean") callback(isQuiet);
  });
}

/** Leads the page to what waits for a decision. */
export function showWaiting(window: BrowserWindow): void {
  window.webContents.send(SHOW_WAITING_CHANNEL);
}
