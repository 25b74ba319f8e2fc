import type { KeyId } from "../../src-contract/ids.ts";

const MAX_OF_A_KEY = 16; // one socket each
const MAX_OF_ALL = 256;

/** Counts the long answers on which agents hear of changes, so that no key keeps the others from having theirs. */
export class ListenerSlots {
  readonly #taken = new Map<KeyId, number>();
  #total = 0;

  /** @returns what gives the slot back, however often it is called; null when there is none. */
  take(keyId: KeyId): (() => void) | null {
    const taken = this.#taken.get(keyId) ?? 0;
    if (taken >= MAX_OF_A_KEY || this.#total >= MAX_OF_ALL) return null;
    this.#set(keyId, taken + 1);
    this.#total += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#set(keyId, (this.#taken.get(keyId) ?? 1) - 1);
      this.#total -= 1;
    };
  }

  #set(keyId: KeyId, taken: number): void {
    if (taken > 0) this.#taken.set(keyId, taken);
    else this.#taken.delete(keyId);
  }
}
