import { createHash, randomBytes } from "node:crypto";

/** A code opens one window, once, and soon: whoever finds it later finds nothing. */
export const LAUNCH_CODE_TTL_MS = 60_000;
/** More windows than a person opens within a minute. */
const MAX_PENDING = 32;

const secretText = (): string => randomBytes(32).toString("base64url");

/**
 * What a host remembers about a secret it gave out. Looking a digest up leaks nothing about the secret through time, as
 * nobody can steer the digest of a guess.
 */
const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Codes in launch addresses and the tokens they are exchanged for. Lives as long as the host; nothing is stored. */
export class LaunchCodes {
  readonly #expiryByCode = new Map<string, number>();
  readonly #tokens = new Set<string>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A fresh code of 256 random bits, good for one window within a minute. */
  issue(): string {
    this.#forgetExpired();
    if (this.#expiryByCode.size >= MAX_PENDING) {
      const [oldest] = this.#expiryByCode.keys();
      if (oldest !== undefined) this.#expiryByCode.delete(oldest);
    }
    const code = secretText();
    this.#expiryByCode.set(digestOf(code), this.#now() + LAUNCH_CODE_TTL_MS);
    return code;
  }

  /** Exchanges a code for a window's token; `undefined` when the code is wrong, used or late. */
  redeem(code: string): string | undefined {
    this.#forgetExpired();
    if (!this.#expiryByCode.delete(digestOf(code))) return undefined;
    const token = secretText();
    this.#tokens.add(digestOf(token));
    return token;
  }

  isToken(token: string): boolean {
    return this.#tokens.has(digestOf(token));
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [digest, expiresAt] of this.#expiryByCode) if (expiresAt <= now) this.#expiryByCode.delete(digest);
  }
}
