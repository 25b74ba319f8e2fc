import { ORPCError, type ClientContext, type ClientLink } from "@orpc/client";
import { backoffMs } from "./backoff.ts";
import type { Channel, OpenChannel, RefusalReason } from "./channel.ts";
import { ConnectionError } from "./problem.ts";

/** Why there is no line: nobody knows, the sidecar is being started again, or it starts anew because it locked, as it should. */
export type LossReason = "lost" | "restarting" | "locked";

/** How the line to the sidecar is doing. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  /** `epoch` counts the connections of this window, so that what belongs to one can be told from the next. */
  | { readonly kind: "connected"; readonly epoch: number }
  | { readonly kind: "lost"; readonly since: number; readonly why: LossReason }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

export interface ConnectionOptions {
  readonly open: OpenChannel;
  /** Runs on every new channel before anyone else may use it: takes the session up again. */
  readonly greet: (link: ClientLink<ClientContext>) => Promise<void>;
}

const RETRY_WHEN_REFUSED_MS = 15_000;
const GREET_TIMEOUT_MS = 10_000;
/** A restart after a lock is done sooner; whatever comes later is no part of it. */
const EXPECTED_RESTART_MS = 8_000;
const CLOSING_MS = 500;

async function endsNow({ closed }: Channel): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), CLOSING_MS);
  const isClosed = await Promise.race([closed.then(() => true), late.promise]);
  clearTimeout(timer);
  return isClosed;
}

/** Keeps a channel to the sidecar open, and opens another when it breaks. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { kind: "connecting" };
  #channel: Channel | null = null;
  #epoch = 0;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTrying = false;
  #expectedUntil = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  readonly state = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Connects now, without waiting for the next turn. */
  readonly connect = (): void => {
    clearTimeout(this.#timer);
    void this.#try();
  };

  /** The sidecar said that it locked: its line breaks next, and that is no fault. */
  readonly expectRestart = (): void => {
    this.#expectedUntil = Date.now() + EXPECTED_RESTART_MS;
    if (this.#state.kind === "lost") this.#become({ ...this.#state, why: "locked" });
  };

  /** Calls over whatever channel there is. Never waits for one: what a person decided must not go out later unseen. */
  readonly link: ClientLink<ClientContext> = {
    call: async (path, input, options) => {
      const channel = this.#channel;
      if (channel === null) throw new ConnectionError("connection_lost");
      try {
        return await channel.link.call(path, input, options);
      } catch (cause) {
        const isAnswer = cause instanceof ORPCError || options.signal?.aborted === true;
        // The call may hear of a broken line before the line does.
        if (this.#channel === channel && (isAnswer || !(await endsNow(channel)))) throw cause;
        throw new ConnectionError("answer_lost", { cause });
      }
    },
  };

  async #try(): Promise<void> {
    if (this.#isTrying || this.#channel !== null) return;
    this.#isTrying = true;
    try {
      const outcome = await this.#options.open();
      if (outcome.kind === "open") await this.#adopt(outcome.channel);
      else if (outcome.kind === "refused") this.#refused(outcome.reason);
      else this.#wait();
    } finally {
      this.#isTrying = false;
    }
  }

  async #adopt(channel: Channel): Promise<void> {
    const isGreeted = await Promise.race([
      this.#options.greet(channel.link).then(
        () => true,
        () => false, // the channel answers nothing: another one may
      ),
      channel.closed.then(() => false),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), GREET_TIMEOUT_MS)),
    ]);
    if (!isGreeted) {
      channel.close();
      return this.#wait();
    }
    this.#attempt = 0;
    this.#expectedUntil = 0;
    this.#epoch += 1;
    this.#channel = channel;
    this.#become({ kind: "connected", epoch: this.#epoch });
    void channel.closed.then((how) => {
      this.#channel = null;
      this.#wait(how === "restart");
    });
  }

  #wait(isRestarting = false): void {
    const waitMs = backoffMs(this.#attempt, Math.random());
    this.#attempt += 1;
    const isExpected = Date.now() < this.#expectedUntil;
    const why = isExpected ? "locked" : isRestarting ? "restarting" : "lost";
    if (this.#state.kind === "connected" || (this.#state.kind === "connecting" && this.#attempt > 2)) {
      this.#become({ kind: "lost", since: Date.now(), why });
    } else if (this.#state.kind === "lost" && this.#state.why === "locked" && !isExpected) {
      this.#become({ ...this.#state, why: "restarting" });
    }
    this.#timer = setTimeout(this.connect, waitMs);
  }

  #refused(reason: RefusalReason): void {
    this.#become({ kind: "refused", reason });
    this.#timer = setTimeout(this.connect, RETRY_WHEN_REFUSED_MS);
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
