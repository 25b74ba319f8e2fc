import type { MemberId } from "../../src-contract/ids.ts";

const FREE_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

interface Failures {
  readonly count: number;
  readonly blockedUntil: number;
}

/**
 * Slows down guessing: after five wrong passphrases of a member each further try waits twice as long as the one before, up to five minutes.
 * Every member is counted alone, so that whoever knows one passphrase cannot clear the way to another's.
 */
export class Attempts {
  readonly #failures = new Map<MemberId, Failures>();
  #last: Promise<unknown> = Promise.resolve();

  /** How long until the next try for this member is allowed, in milliseconds; 0: now. */
  waitMs(id: MemberId, now: number): number {
    return Math.max(0, (this.#failures.get(id)?.blockedUntil ?? 0) - now);
  }

  /** Lets one try at a time pass: tries that come together would otherwise all be allowed before the first of them has failed. */
  inTurn<T>(attempt: () => Promise<T>): Promise<T> {
    const result = this.#last.then(attempt);
    this.#last = result.catch(() => undefined); // The next one waits for the end of this one, not for its success.
    return result;
  }

  failed(id: MemberId, now: number): void {
    const count = (this.#failures.get(id)?.count ?? 0) + 1;
    const isFree = count < FREE_ATTEMPTS;
    const pause = isFree ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - FREE_ATTEMPTS));
    this.#failures.set(id, { count, blockedUntil: now + pause });
  }

  succeeded(id: MemberId): void {
    this.#failures.delete(id);
  }
}
