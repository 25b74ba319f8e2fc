import { contextBridge, ipcRenderer } from "electron";
import { PORT_CHANNEL, QUIET_CHANNEL, REQUEST_PORT_CHANNEL, SHOW_WAITING_CHANNEL } from "../base/window-channel.ts";

/**
 * All that the page gets of Electron: it may ask for a port to the sidecar, and say whether its person wants to be left alone.
 *
 * The port comes as a message `{ studio: "port" }` to the window itself, because a port cannot cross the context bridge.
 * A port that closes is void (the sidecar was started again): the page asks for another. A message `{ studio: "show-waiting" }` comes
 * when a person chose a notification or the tray: it leads to the queue and decides nothing.
 */
contextBridge.exposeInMainWorld("studio", {
  kind: "electron",
  requestPort: (): void => ipcRenderer.send(REQUEST_PORT_CHANNEL),
  setQuiet: (isQuiet: boolean): void => ipcRenderer.send(QUIET_CHANNEL, isQuiet),
});

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage({ studio: "port" }, location.origin, [...event.ports]);
});
ipcRenderer.on(SHOW_WAITING_CHANNEL, () => {
  window.postMessage({ studio: "show-waiting" }, location.origin);
});
