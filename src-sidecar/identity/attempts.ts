const FREE_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** Slows down guessing: after five wrong passphrases each further try waits twice as long as the one before, up to five minutes. */
export class Attempts {
  #failures = 0;
  #blockedUntil = 0;

  /** How long until the next try is allowed, in milliseconds; 0: now. */
  waitMs(now: number): number {
    return Math.max(0, this.#blockedUntil - now);
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
