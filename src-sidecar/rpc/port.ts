import * as z from "zod";
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

// What the RPC layer sends for a request, and for the end of one. It decodes frames in a promise that nobody can catch, so a frame that it
// could not decode must not reach it. Windows send text; bytes, uploads and client streams have no procedure.
const frame = z.union([
  z.object({
    i: z.union([z.string(), z.number()]),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().startsWith("/"),
      h: z.record(z.string(), z.unknown()).optional(),
      m: z.string().optional(),
      b: z.unknown().optional(),
    }),
  }),
  z.object({ i: z.union([z.string(), z.number()]), t: z.literal(4) }),
]);
const BODY_HEADERS = new Set(["content-type", "content-disposition"]);

/** A port on which a frame that breaks the rules ends its own connection and nothing else. */
export function guardPort(port: Port, hangUp: () => void): Port {
  let isOpen = true;
  const guarded =
    (listener: Listener): Listener =>
    (event) => {
      if (isOpen && isDecodable(event?.data)) return listener(event);
      if (isOpen) hangUp();
      isOpen = false;
      return undefined;
    };
  return {
    on: (event, listener) => port.on(event, event === "message" ? guarded(listener) : listener),
    postMessage: (data) => port.postMessage(data),
    start: () => port.start?.(),
  };
}

function isDecodable(data: unknown): boolean {
  if (typeof data !== "string") return false;
  try {
    const parsed = frame.safeParse(JSON.parse(data));
    if (!parsed.success) return false;
    const headers = "p" in parsed.data ? (parsed.data.p.h ?? {}) : {};
    return (
      URL.canParse("p" in parsed.data ? `http://people${parsed.data.p.u}` : "http://people/") &&
      !Object.keys(headers).some((name) => BODY_HEADERS.has(name.toLowerCase()))
    );
  } catch {
    return false; // Not JSON.
  }
}
