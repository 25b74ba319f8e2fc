import { setTimeout as delay } from "node:timers/promises";
import { errorLine, NOT_JSON } from "./answers.ts";
import { Exchanges, type Door, type Write } from "./exchange.ts";
import { modernHeaders } from "./headers.ts";
import { LegacySession, type ReopenAfterMs } from "./legacy-session.ts";
import { parseAgentLine, type AgentLine } from "./message.ts";

export interface BridgeOptions extends Door {
  readonly write: Write;
  readonly reopenAfterMs?: ReopenAfterMs;
  /** How long the last answers may take once the agent has closed its side. */
  readonly drainMs?: number;
}

const REOPEN_AFTER_MS: ReopenAfterMs = { first: 1_000, last: 30_000 };
const DRAIN_MS = 5_000;

/** Carries messages between an agent's stdio and the agents' door, in the era that the agent speaks. */
export class StdioBridge {
  readonly #options: BridgeOptions;
  readonly #exchanges: Exchanges;
  readonly #session: LegacySession;
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#exchanges = new Exchanges(options);
    this.#session = new LegacySession(this.#exchanges, options.write, options.reopenAfterMs ?? REOPEN_AFTER_MS);
  }

  /** Reads the agent's lines until it closes its side, lets the last answers through, and breaks off the rest. */
  async run(lines: AsyncIterable<string | undefined>): Promise<void> {
    for await (const line of lines) {
      if (line !== "") await this.#take(line);
    }
    const drainMs = this.#options.drainMs ?? DRAIN_MS;
    await Promise.race([Promise.all(this.#running), delay(drainMs, undefined, { ref: false })]);
    await this.#session.end();
    this.#exchanges.breakOffAll();
  }

  async #take(text: string | undefined): Promise<void> {
    const line = text === undefined ? undefined : parseAgentLine(text);
    if (text === undefined || line === undefined) return this.#options.write(errorLine(null, NOT_JSON));
    switch (line.kind) {
      case "modern":
        return this.#follow(
          this.#exchanges.send({ body: text, ids: line.ids, headers: modernHeaders(line) }, this.#options.write),
        );
      case "initialize":
        return this.#session.initialize(text, line.ids);
      case "initialized":
        return this.#session.initialized(text);
      case "cancelled":
        return this.#cancel(text, line);
      case "legacy":
        // What expects no answer is delivered before the next line is read, so that the agent's order holds.
        return line.ids.length === 0 ? this.#session.tell(text) : this.#follow(this.#session.ask(text, line.ids));
    }
  }

  /** In the modern era breaking off is cancelling; an older server is told as well. */
  async #cancel(text: string, line: Extract<AgentLine, { kind: "cancelled" }>): Promise<void> {
    if (this.#session.hasBegun) await this.#session.tell(text);
    if (line.requestId !== undefined) this.#exchanges.breakOff(line.requestId);
  }

  #follow(work: Promise<unknown>): void {
    const followed = work.finally(() => this.#running.delete(followed));
    this.#running.add(followed);
  }
}
