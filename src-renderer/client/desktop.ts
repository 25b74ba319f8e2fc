import { electronBridge } from "./electron-channel.ts";

/** Tells the desktop whether its person wants to be left alone: then nothing but the badge and the tray says that something waits. */
export function tellDesktopQuiet(isQuiet: boolean): void {
  electronBridge()?.setQuiet(isQuiet);
}

/** Hears that a person chose a notification of the desktop, or its tray: they want to see what waits. @returns how to stop. */
export function onShowWaiting(callback: () => void): () => void {
  const onMessage = (event: MessageEvent<unknown>): void => {
    // Only the preload of this very page may say so.
    if (event.source === window && event.origin === location.origin && isShowWaiting(event.data)) callback();
  };
  window.addEventListener("message", onMessage);
  return () => window.removeEventListener("message", onMessage);
}

function isShowWaiting(data: unknown): boolean {
  return typeof data === "object" && data !== null && "studio" in data && data.studio === "show-waiting";
}
