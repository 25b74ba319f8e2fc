import { RPCLink, onMessagePortClose } from "@orpc/client/message-port";
import type { OpenChannel } from "./channel.ts";

/**
 * What the preload gives the page: it may ask for a port to the sidecar, which then arrives as a message, and say whether its person wants
 * to be left alone.
 */
export interface ElectronBridge {
  readonly kind: "electron";
  requestPort(): void;
  setQuiet(isQuiet: boolean): void;
}

declare global {
  interface Window {
    readonly studio?: ElectronBridge;
  }
}

const PORT_WAIT_MS = 15_000;

/** The bridge of the desktop window; undefined in a browser. */
export function electronBridge(): ElectronBridge | undefined {
  return window.studio;
}

/** Opens channels straight to the sidecar, over ports that the Electron main hands over and never reads. */
export function createElectronOpener(bridge: ElectronBridge): OpenChannel {
  return async () => {
    const port = await receivePort(bridge);
    if (port === null) return { kind: "unreachable" };
    const link = new RPCLink({ port });
    const closed = new Promise<"restart">((resolve) => {
      // The page cannot outlive its main process: a port closes because the sidecar did.
      onMessagePortClose(port, () => resolve("restart"));
    });
    port.start();
    return { kind: "open", channel: { link, closed, close: () => port.close() } };
  };
}

function receivePort(bridge: ElectronBridge): Promise<MessagePort | null> {
  return new Promise((resolve) => {
    const settle = (port: MessagePort | null): void => {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      resolve(port);
    };
    const onMessage = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      // Only the preload of this very page may hand a port in.
      if (event.source !== window || event.origin !== location.origin || !isPortMessage(event.data)) return;
      if (port !== undefined) settle(port);
    };
    const timer = setTimeout(() => settle(null), PORT_WAIT_MS);
    window.addEventListener("message", onMessage);
    bridge.requestPort();
  });
}

function isPortMessage(data: unknown): boolean {
  return typeof data === "object" && data !== null && "studio" in data && data.studio === "port";
}
