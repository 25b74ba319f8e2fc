import type { IncomingMessage } from "node:http";
import type { Log } from "../../base/log.ts";
import { errorForStatus, errorLine, LOST, NOT_RUNNING } from "./answers.ts";
import { DoorClosed, knockAtDoor } from "./door.ts";
import { eventData } from "./event-stream.ts";
import { parseServerMessage, withId, type Id, type ServerMessage } from "./message.ts";

/** The way to the agents' door. */
export interface Door {
  /** Where it is now; asked for every request, because a restarted studio may have moved. */
  readonly url: () => URL | undefined;
  readonly key: string;
  readonly log: Log;
}

/** Hands one line to the agent; resolves when more may follow. */
export type Write = (line: string) => Promise<void>;

export interface Message {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Requests in it; each gets exactly one answer, be it an error of ours. */
  readonly ids: readonly Id[];
  /** Whether a status of 404 means that the server does not know the session any more. */
  readonly mayBeForgotten?: boolean;
}

/** What came of a message: `forgotten` means that the server does not know its session and nothing was answered. */
export type Outcome =
  | { readonly kind: "done"; readonly sessionId: string | undefined; readonly version: string | undefined }
  | { readonly kind: "forgotten" }
  | { readonly kind: "failed" };

interface Exchange {
  readonly pending: Set<Id>;
  readonly abort: AbortController;
  /** The protocol version that the server chose, if this was a handshake. */
  version: string | undefined;
}

/** Messages on their way to the agents' door, and what comes back for each. */
export class Exchanges {
  readonly #door: Door;
  readonly #open = new Set<Exchange>();
  readonly #ended = new AbortController();

  constructor(door: Door) {
    this.#door = door;
  }

  /** Sends one message and hands on whatever comes back. Never rejects. */
  async send(message: Message, write: Write): Promise<Outcome> {
    const exchange: Exchange = { pending: new Set(message.ids), abort: new AbortController(), version: undefined };
    this.#open.add(exchange);
    try {
      const response = await this.#post(message, exchange.abort.signal);
      if (response.statusCode === 404 && message.mayBeForgotten) {
        response.destroy();
        return { kind: "forgotten" };
      }
      await this.#handOn(response, exchange, write);
      const sessionId = response.headers["mcp-session-id"];
      return {
        kind: "done",
        version: exchange.version,
        sessionId: typeof sessionId === "string" ? sessionId : undefined,
      };
    } catch (error) {
      if (exchange.abort.signal.aborted || this.#ended.signal.aborted) return { kind: "failed" };
      this.#door.log("a message did not get through", { reason: String(error) });
      const failure = error instanceof DoorClosed ? NOT_RUNNING : LOST;
      for (const id of exchange.pending) await write(errorLine(id, failure));
      return { kind: "failed" };
    } finally {
      this.#open.delete(exchange);
    }
  }

  /** Breaks a request off; the agent gets no answer to it, as it asked for. */
  breakOff(id: Id): void {
    for (const exchange of this.#open) {
      if (!exchange.pending.delete(id)) continue;
      // The other requests of a batch stay; their answers come over the same stream.
      if (exchange.pending.size === 0) exchange.abort.abort();
    }
  }

  breakOffAll(): void {
    this.#ended.abort();
  }

  /** The stream on which the server speaks by itself. @throws When it breaks. @returns Whether there is one. */
  async listen(headers: Readonly<Record<string, string>>, signal: AbortSignal, write: Write): Promise<boolean> {
    const response = await this.#knock("GET", headers, AbortSignal.any([signal, this.#ended.signal]));
    if (response.statusCode !== 200 || !isEventStream(response)) {
      response.destroy();
      return false;
    }
    for await (const text of eventData(response.setEncoding("utf8"))) {
      const message = parseServerMessage(text);
      if (message !== undefined) await write(message.line);
    }
    return true;
  }

  /** Ends a session; what the server thinks of it does not matter any more. */
  async endSession(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
    try {
      (await this.#knock("DELETE", headers, signal)).destroy();
    } catch {
      // The studio is gone, and the session with it.
    }
  }

  #post(message: Message, signal: AbortSignal): Promise<IncomingMessage> {
    return this.#knock("POST", message.headers, AbortSignal.any([signal, this.#ended.signal]), message.body);
  }

  async #knock(
    method: "POST" | "GET" | "DELETE",
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    body?: string,
  ): Promise<IncomingMessage> {
    const url = this.#door.url();
    if (url === undefined) throw new DoorClosed("no studio has run for this home");
    return knockAtDoor(url, {
      method,
      headers: {
        Authorization: `Bearer ${this.#door.key}`,
        Accept: method === "GET" ? "text/event-stream" : "application/json, text/event-stream",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      signal,
      ...(body === undefined ? {} : { body }),
    });
  }

  async #handOn(response: IncomingMessage, exchange: Exchange, write: Write): Promise<void> {
    for await (const text of messagesOf(response)) {
      const message = parseServerMessage(text);
      if (message === undefined) continue; // an empty body, or a page that no JSON-RPC peer would send
      await this.#answer(message, exchange, write);
    }
    await this.#answerRest(response.statusCode ?? 0, exchange, write);
  }

  async #answer(message: ServerMessage, exchange: Exchange, write: Write): Promise<void> {
    exchange.version ??= message.version;
    for (const id of message.answers) exchange.pending.delete(id);
    if (!message.isStray) return write(message.line);
    // An error that names no request means the one it came back to.
    for (const id of exchange.pending) await write(withId(message.line, id));
    exchange.pending.clear();
  }

  async #answerRest(status: number, exchange: Exchange, write: Write): Promise<void> {
    const isFine = status >= 200 && status < 300;
    if (!isFine) this.#door.log("the agents' door refused a message", { status });
    for (const id of exchange.pending) await write(errorLine(id, isFine ? LOST : errorForStatus(status)));
  }
}

/** A body is one message, or a stream of them. */
async function* messagesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding("utf8");
  if (isEventStream(response)) {
    yield* eventData(response);
    return;
  }
  let text = "";
  for await (const chunk of response) text += String(chunk);
  yield text;
}

function isEventStream(response: IncomingMessage): boolean {
  return response.headers["content-type"]?.toLowerCase().startsWith("text/event-stream") ?? false;
}
