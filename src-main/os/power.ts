import { powerMonitor } from "electron";

/** Calls back when the person leaves: the machine sleeps, or the screen is locked (macOS and Windows tell). */
export function onAway(callback: (reason: "suspend" | "screen-lock") => void): void {
  powerMonitor.on("suspend", () => callback("suspend"));
  powerMonitor.on("lock-screen", () => callback("screen-lock"));
}
