import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import type { Frame } from "../../src-contract/host.ts";
import { notRunning } from "./not-running.ts";
import { encodeFrame, FrameReader } from "./people-frames.ts";

type Listener = (event?: { readonly data: unknown }) => void;

/**
 * The people's door as the command line reaches it: a message port over the home's socket, for a message-port link.
 *
 * A frame that breaks the rules ends the connection: what follows it could not be understood.
 */
export class PeopleSocket {
  readonly #socket: Socket;
  readonly #messages: Listener[] = [];
  readonly #closings: Listener[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new FrameReader();
    socket.on("data", (piece: Buffer) => {
      try {
        for (const data of reader.push(piece)) for (const listener of this.#messages) listener({ data });
      } catch {
        socket.destroy(); // whoever waits for an answer hears of it through `close`
      }
    });
    socket.on("error", () => undefined); // `close` follows
    socket.on("close", () => {
      for (const listener of this.#closings) listener();
    });
  }

  /** Connects to the running studio. @throws {CommandError} `not_running`. */
  static async connect(path: string): Promise<PeopleSocket> {
    const socket = createConnection(path);
    try {
      await once(socket, "connect");
    } catch (cause) {
      throw notRunning(cause);
    }
    return new PeopleSocket(socket);
  }

  on(event: string, listener: Listener): void {
    if (event === "message") this.#messages.push(listener);
    if (event === "close") this.#closings.push(listener);
  }

  /** @throws {TypeError} Not a frame. @throws {FrameError} Too long. */
  postMessage(data: unknown): void {
    if (!isFrame(data)) throw new TypeError("internal: only frames cross the people's socket");
    this.#socket.write(encodeFrame(data));
  }

  close(): void {
    this.#socket.end();
  }
}

function isFrame(data: unknown): data is Frame {
  return typeof data === "string" || (data instanceof Uint8Array && data.buffer instanceof ArrayBuffer);
}
