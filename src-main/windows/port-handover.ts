import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent, type MessagePortMain } from "electron";
import type { SidecarProcess } from "../base/supervisor.ts";
import { PORT_CHANNEL, REQUEST_PORT_CHANNEL } from "../base/window-channel.ts";
import { isFromOurPage } from "./our-page.ts";

/** What a window's sidecar is given: one end of a channel. */
export type WindowPort = MessagePortMain;

/** How long a page waits for a sidecar that is just being started; then it asks again. */
const SIDECAR_WAIT_MS = 15_000;

export interface PortHandoverOptions {
  readonly window: () => BrowserWindow | undefined;
  readonly whenReady: (timeoutMs: number) => Promise<SidecarProcess<WindowPort> | undefined>;
}

/** Joins page and sidecar by a channel whose frames never pass through this process. */
export class PortHandover {
  readonly #options: PortHandoverOptions;
  #lastClient = 0;
  #current: { readonly client: number; readonly sidecar: SidecarProcess<WindowPort> } | undefined;

  constructor(options: PortHandoverOptions) {
    this.#options = options;
    ipcMain.on(REQUEST_PORT_CHANNEL, (event) => void this.#answer(event));
  }

  /** The page that had the last port is gone. */
  closeCurrent(): void {
    if (this.#current !== undefined) {
      const { client, sidecar } = this.#current;
      sidecar.post({ kind: "close", client });
    }
    this.#current = undefined;
  }

  async #answer(event: IpcMainEvent): Promise<void> {
    if (!isFromOurPage(event, this.#options.window())) return;
    const sidecar = await this.#options.whenReady(SIDECAR_WAIT_MS);
    const window = this.#options.window();
    // The page may have gone while the sidecar was starting.
    if (sidecar === undefined || window === undefined || !isFromOurPage(event, window)) return;
    this.closeCurrent(); // a reloaded page asks anew; what the old one held is void
    this.#lastClient += 1;
    const client = this.#lastClient;
    const { port1, port2 } = new MessageChannelMain();
    sidecar.post({ kind: "open", client, via: "window" }, [port1]);
    window.webContents.postMessage(PORT_CHANNEL, null, [port2]);
    this.#current = { client, sidecar };
  }
}
