import type { Frame, HostMessage, RelayedFrame, SidecarMessage } from "../src-contract/host.ts";
import type { Port } from "./rpc/index.ts";

/** The host, whichever it is. */
export interface Host {
  post(message: SidecarMessage): void;
  listen(onMessage: (message: HostMessage, ports: readonly Port[]) => void, onGone: () => void): void;
  /** Resolves when everything posted has left this process. */
  flushed(): Promise<void>;
}

/** Electron's parent port, as far as it is used. Ports come with the messages. */
interface ParentPort {
  on(
    event: "message",
    listener: (event: { readonly data: HostMessage; readonly ports: readonly Port[] }) => void,
  ): void;
  postMessage(message: SidecarMessage): void;
}

/** Who started this process: Electron, or a plain Node host over child IPC; null: neither. */
export function findHost(): Host | null {
  const parentPort = "parentPort" in process ? (process.parentPort as ParentPort | null) : null; // Electron defines it in utility processes.
  if (parentPort) return electronHost(parentPort);
  return process.send === undefined ? null : nodeHost(process.send.bind(process));
}

function electronHost(parentPort: ParentPort): Host {
  return {
    post: (message) => parentPort.postMessage(message),
    listen: (onMessage) => parentPort.on("message", ({ data, ports }) => onMessage(data, ports)),
    flushed: () => new Promise((resolve) => setImmediate(resolve)), // The port does not say; what was posted is with Chromium by then.
  };
}

function nodeHost(send: NonNullable<typeof process.send>): Host {
  let unsent = 0;
  let onFlushed = (): void => {};
  return {
    post: (message) => {
      unsent += 1;
      // The host may be gone already; `disconnect` says so.
      send(message, undefined, {}, () => {
        unsent -= 1;
        if (unsent === 0) onFlushed();
      });
    },
    listen: (onMessage, onGone) => {
      process.on("message", (message) => onMessage(message as HostMessage, [])); // Our own host sends nothing else.
      process.on("disconnect", onGone);
    },
    flushed: () =>
      unsent === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onFlushed = resolve;
          }),
  };
}

/** Posts a frame for a window. Posting copies it: what is wiped here does not lie around until it is collected. */
export function postFrame(host: Host, client: number, frame: Frame): void {
  const data = typeof frame === "string" ? new TextEncoder().encode(frame) : frame;
  host.post({ kind: "data", client, data, ...(typeof frame === "string" && { isText: true }) });
  if (typeof frame === "string") data.fill(0);
}

/** The frame that a window sent; the bytes of a text are wiped once it is read. */
export function frameOf({ data, isText }: RelayedFrame): Frame {
  if (typeof data === "string" || !isText) return data;
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("utf8");
  data.fill(0);
  return text;
}
