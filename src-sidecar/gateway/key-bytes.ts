import type { ServerResponse } from "node:http";
import type { KeyId } from "../../src-contract/ids.ts";

const MAX_COMING_OF_A_KEY = 32 * 1024 * 1024; // eight requests of the largest size at once
const MAX_UNREAD_OF_A_KEY = 128 * 1024 * 1024;

/** How much of the door's memory each key takes: by requests that are on their way in, and by answers that its agents do not read. */
export class KeyBytes {
  readonly #coming = new Map<KeyId, number>();
  readonly #answers = new Map<KeyId, Set<ServerResponse>>();

  /** Counts a part of a request that came. @returns false when too much of this key's is on its way; it is counted all the same. */
  come(keyId: KeyId, bytes: number): boolean {
    const coming = (this.#coming.get(keyId) ?? 0) + bytes;
    this.#coming.set(keyId, coming);
    return coming <= MAX_COMING_OF_A_KEY;
  }

  /** Counts it no more: it is here, or will not come. */
  gone(keyId: KeyId, bytes: number): void {
    const coming = (this.#coming.get(keyId) ?? 0) - bytes;
    if (coming > 0) this.#coming.set(keyId, coming);
    else this.#coming.delete(keyId);
  }

  /** Told after something was written. Hangs up when with it too much waits to be read; what a call brought is kept and can be awaited. */
  written(keyId: KeyId, response: ServerResponse): void {
    if (response.writableLength === 0) return; // The system has taken all of it.
    const own = this.#answers.get(keyId) ?? new Set();
    this.#answers.set(keyId, own);
    if (!own.has(response)) {
      own.add(response);
      response.once("close", () => {
        own.delete(response);
        if (own.size === 0 && this.#answers.get(keyId) === own) this.#answers.delete(keyId);
      });
    }
    let unread = 0;
    for (const one of own) unread += one.writableLength;
    if (unread > MAX_UNREAD_OF_A_KEY) response.destroy();
  }
}
