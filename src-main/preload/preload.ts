import { contextBridge, ipcRenderer } from "electron";
import { PORT_CHANNEL, REQUEST_PORT_CHANNEL } from "../base/window-channel.ts";

/**
 * All that the page gets of Electron: it may ask for a port to the sidecar.
 *
 * The port comes as a message `{ studio: "port" }` to the window itself, because a port cannot cross the context bridge.
 * A port that closes is void (the sidecar was started again): the page asks for another.
 */
contextBridge.exposeInMainWorld("studio", {
  kind: "electron",
  requestPort: (): void => ipcRenderer.send(REQUEST_PORT_CHANNEL),
});

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage({ studio: "port" }, location.origin, [...event.ports]);
});
