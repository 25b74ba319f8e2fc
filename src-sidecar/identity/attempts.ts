const FREE_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** Slows down guessing: after five wrong passphrases each further try waits twice as long as the one before, up to five minutes. */
export class Attempts {
  #failures = 0;
  #blockedUntil = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** How long until the next try is allowed, in milliseconds; 0: now. */
  waitMs(now: number): number {
    return Math.max(0, this.#blockedUntil - now);
  }

  /** Lets one try at a time pass: tries that come together would otherwise all be allowed before the first of them has failed. */
  inTurn<T>(attempt: () => Promise<T>): Promise<T> {
    const result = this.#last.then(attempt);
    this.#last = result.catch(() => undefined); // The next one waits for the end of this one, not for its success.
    return result;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures < FREE_ATTEMPTS) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - FREE_ATTEMPTS));
    this.#blockedUntil = now + pause;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#blockedUntil = 0;
  }
}
