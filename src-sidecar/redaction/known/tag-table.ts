const EMPTY = 0;
const START_CAPACITY = 1024;

/**
 * 64-bit tags, each with a small number, in flat arrays: ten bytes a slot, at most half of the slots used, which is also why probing ends.
 *
 * The number 0 means an empty slot, so numbers start at 1. A tag may stand for several numbers (values that share a part), so that
 * removing one leaves the others.
 */
export class TagTable {
  #low = new Uint32Array(START_CAPACITY);
  #high = new Uint32Array(START_CAPACITY);
  #number = new Uint16Array(START_CAPACITY);
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

  #holds(slot: number, low: number, high: number): boolean {
    return this.#low[slot] === low && this.#high[slot] === high;
  }

  #rebuild(capacity: number, isKept: (number: number) => boolean): void {
    const [low, high, number] = [this.#low, this.#high, this.#number];
    this.#low = new Uint32Array(capacity);
    this.#high = new Uint32Array(capacity);
    this.#number = new Uint16Array(capacity);
    this.#used = 0;
    for (let slot = 0; slot < number.length; slot += 1) {
      const held = number[slot] ?? EMPTY;
      if (held !== EMPTY && isKept(held)) this.add(low[slot] ?? 0, high[slot] ?? 0, held);
    }
  }
}
