const EMPTY = 0;
const START_CAPACITY = 1024;

/** The slots of a table, in memory that threads share. */
export interface SharedTags {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly number: Uint16Array;
  readonly used: number;
}

/**
 * 64-bit tags, each with a small number, in flat arrays: ten bytes a slot, at most half of the slots used, which is also why probing ends.
 *
 * The number 0 means an empty slot, so numbers start at 1. A tag may stand for several numbers (values that share a part), so that
 * removing one leaves the others.
 *
 * One thread writes; others read what `share` gave them. Slots are only ever filled; whoever removes or grows makes new ones.
 */
export class TagTable {
  #low = words(START_CAPACITY);
  #high = words(START_CAPACITY);
  #number = halves(START_CAPACITY);
  #used = 0;

  get size(): number {
    return this.#used;
  }

  /** The number first given to this tag, or 0. */
  find(low: number, high: number): number {
    const mask = this.#low.length - 1;
    let slot = low & mask;
    while (this.#number[slot] !== EMPTY && !this.#holds(slot, low, high)) slot = (slot + 1) & mask;
    return this.#number[slot] ?? EMPTY;
  }

  add(low: number, high: number, number: number): void {
    if (this.#used * 2 >= this.#low.length) this.#rebuild(this.#low.length * 2, () => true);
    const mask = this.#low.length - 1;
    let slot = low & mask;
    while (this.#number[slot] !== EMPTY) {
      if (this.#number[slot] === number && this.#holds(slot, low, high)) return;
      slot = (slot + 1) & mask;
    }
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#number[slot] = number;
    this.#used += 1;
  }

  removeWhere(isRemoved: (number: number) => boolean): void {
    this.#rebuild(this.#low.length, (number) => !isRemoved(number));
  }

  share(): SharedTags {
    return { low: this.#low, high: this.#high, number: this.#number, used: this.#used };
  }

  /** Reads from now on what another thread shared. */
  take({ low, high, number, used }: SharedTags): void {
    this.#low = low;
    this.#high = high;
    this.#number = number;
    this.#used = used;
  }

  #holds(slot: number, low: number, high: number): boolean {
    return this.#low[slot] === low && this.#high[slot] === high;
  }

  #rebuild(capacity: number, isKept: (number: number) => boolean): void {
    const [low, high, number] = [this.#low, this.#high, this.#number];
    this.#low = words(capacity);
    this.#high = words(capacity);
    this.#number = halves(capacity);
    this.#used = 0;
    for (let slot = 0; slot < number.length; slot += 1) {
      const held = number[slot] ?? EMPTY;
      if (held !== EMPTY && isKept(held)) this.add(low[slot] ?? 0, high[slot] ?? 0, held);
    }
  }
}

function words(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * 4));
}

function halves(count: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(count * 2));
}
