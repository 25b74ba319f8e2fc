import type { BrowserWindow, IpcMainEvent } from "electron";
import { STUDIO_ORIGIN } from "./studio-scheme.ts";

/** Only the main frame of our own page: a frame inside it, or a page that took its place, is heard by nobody. */
export function isFromOurPage({ senderFrame }: IpcMainEvent, window: BrowserWindow | undefined): boolean {
  return (
    window !== undefined &&
    !window.isDestroyed() &&
    senderFrame !== null &&
    senderFrame === window.webContents.mainFrame &&
    senderFrame.origin === STUDIO_ORIGIN
  );
}
