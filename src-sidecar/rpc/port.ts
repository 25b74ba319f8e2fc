import type { Frame } from "../../src-contract/host.ts";

type Listener = (event?: { readonly data: unknown }) => unknown;

/** The one shape that the people's door is served on: Electron's MessagePortMain, or a stand-in over child IPC or a socket. */
export interface Port {
  on(event: string, listener: Listener): unknown;
  postMessage(data: unknown): void;
  start?(): void;
}

/** A port whose frames come from somewhere else: `receive` puts one in, `hangUp` ends it. */
export class RelayedPort implements Port {
  readonly #send: (frame: Frame) => void;
  readonly #onMessage: Listener[] = [];
  readonly #onClose: Listener[] = [];

  constructor(send: (frame: Frame) => void) {
    this.#send = send;
  }

  on(event: string, listener: Listener): void {
    if (event === "message") this.#onMessage.push(listener);
    if (event === "close") this.#onClose.push(listener);
  }

  postMessage(data: unknown): void {
    if (typeof data !== "string" && !(data instanceof Uint8Array))
      throw new Error("internal: a reply that is no frame");
    this.#send(data as Frame); // Uint8Arrays made in this process stand on ArrayBuffers.
  }

  receive(data: Frame): void {
    for (const listener of this.#onMessage) listener({ data });
  }

  hangUp(): void {
    for (const listener of this.#onClose) listener();
  }
}

/**
 * A port on which a frame that breaks the rules ends its own connection and nothing else. What reads frames does so asynchronously, and a
 * rejection that nobody catches would end the process.
 */
export function guardPort(port: Port, hangUp: () => void): Port {
  const guarded =
    (listener: Listener): Listener =>
    (event) => {
      void Promise.resolve()
        .then(() => listener(event))
        .catch(hangUp);
    };
  return {
    on: (event, listener) => port.on(event, event === "message" ? guarded(listener) : listener),
    postMessage: (data) => port.postMessage(data),
    start: () => port.start?.(),
  };
}
