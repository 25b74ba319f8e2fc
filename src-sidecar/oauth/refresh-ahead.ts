import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { AccountBook } from "./account-book.ts";
import { marginMs } from "./freshness.ts";
import type { AccountEntryFacts } from "./oauth.ts";

const USED_WITHIN_MS = 86_400_000;

/** What looks ahead. */
export interface AheadParts {
  readonly accounts: AccountBook;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
  readonly everyMs: number;
  /** Renews the account's token, if its keys are open. */
  readonly renew: (account: AccountEntryFacts) => Promise<void>;
}

/**
 * Renews the tokens of accounts in use before they end, so that no call waits for it, and looks again after a failure. One after another,
 * each at a moment of its own: tokens that were issued together are not renewed together.
 */
export class RefreshAhead {
  readonly #parts: AheadParts;
  readonly #jitter = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(parts: AheadParts) {
    this.#parts = parts;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => this.look(), this.#parts.everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#jitter.clear();
  }

  /** Resolves when no pass is under way. */
  settled(): Promise<void> {
    return this.#pass;
  }

  /** Renews what is due, unless that is being done. */
  look(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#pass = this.#lookAtAll().finally(() => {
      this.#isRunning = false;
    });
  }

  async #lookAtAll(): Promise<void> {
    for (const account of this.#parts.accounts.list()) {
      if (this.#timer === undefined) return;
      if (!this.#isDue(account)) continue;
      try {
        await this.#parts.renew(account);
      } catch (error) {
        // Its state says so already, and whoever uses it is told; what belongs to somebody else waits for them.
        this.#parts.log.warn({ account: account.id, error: String(error) }, "a token was not renewed ahead of its end");
      }
    }
  }

  #isDue(account: AccountEntryFacts): boolean {
    const { state, expiresAt, isRefreshable, lastUsedAt, connectedAt, refreshedAt } = account;
    const now = this.#parts.clock.now();
    if (!isRefreshable || expiresAt === null) return false;
    if (now - (lastUsedAt ?? connectedAt) > USED_WITHIN_MS) return false;
    switch (state.kind) {
      case "connected": {
        const margin = marginMs(expiresAt - (refreshedAt ?? connectedAt));
        return expiresAt - now <= margin * (1 + this.#jitterOf(account));
      }
      case "degraded":
        return state.retryAt <= now;
      case "needs-reconnect":
        return false;
    }
  }

  /** Between a half and one and a half, another one for each token. */
  #jitterOf({ id, generation }: AccountEntryFacts): number {
    const name = `${id}/${generation}`;
    const known = this.#jitter.get(name);
    if (known !== undefined) return known;
    const jitter = 0.5 + Math.random();
    this.#jitter.set(name, jitter);
    return jitter;
  }
}
