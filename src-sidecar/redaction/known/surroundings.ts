import { FOLD, FOLD_EXACT } from "./fold.ts";

/** Of the folded units around a place: how many up to it, and how many behind it. */
const BEFORE = 12;
const BEHIND = 8;

/** The folded units around one place of a text, and where each of them stands. The buffers are used again for the next place. */
export class Surroundings {
  readonly units: Uint16Array = new Uint16Array(BEFORE + BEHIND);
  readonly #places = new Int32Array(BEFORE + BEHIND);
  /** The first and the last that is there, and the one at the place itself (or the last before it that folding keeps). */
  first = 0;
  last = 0;
  readonly here: number = BEFORE - 1;
  #source: Uint16Array = new Uint16Array(0);
  #length = 0;

  load(source: Uint16Array, length: number, place: number): void {
    this.#source = source;
    this.#length = length;
    let slot = BEFORE;
    for (let at = place; at >= 0 && slot > 0; at -= 1) {
      const fold = FOLD[source[at] ?? 0] ?? 0;
      if (fold === 0) continue;
      slot -= 1;
      this.units[slot] = fold;
      this.#places[slot] = at;
    }
    this.first = slot;
    slot = this.here;
    for (let at = place + 1; at < length && slot < BEFORE + BEHIND - 1; at += 1) {
      const fold = FOLD[source[at] ?? 0] ?? 0;
      if (fold === 0) continue;
      slot += 1;
      this.units[slot] = fold;
      this.#places[slot] = at;
    }
    this.last = slot;
  }

  placeOf(slot: number): number {
    return this.#places[slot] ?? 0;
  }

  /** Folded units from `slot` on, with their case kept. */
  exactFrom(slot: number, size: number): Uint16Array {
    const exact = new Uint16Array(size);
    let count = 0;
    for (let place = this.placeOf(slot); count < size && place < this.#length; place += 1) {
      const unit = FOLD_EXACT[this.#source[place] ?? 0] ?? 0;
      exact[count] = unit;
      count += unit === 0 ? 0 : 1;
    }
    return exact;
  }
}
