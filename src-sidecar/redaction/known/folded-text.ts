import { FOLD, FOLD_EXACT } from "./fold.ts";

const BLOCK = 64;
const MOST_KEPT = 1 << 20; // units; a buffer for longer texts is not kept for the next one

/** A text folded for searching, which knows where each of its units stood. The buffers are used again for the next text. */
export class FoldedText {
  units: Uint16Array = new Uint16Array(4096);
  /** How many units are left after folding. */
  count = 0;
  #source: Uint16Array = new Uint16Array(0);
  #sourceLength = 0;
  /** For each block of 64 source units, how many folded units come before it. */
  #before = new Uint32Array(65);

  load(source: Uint16Array, length: number): void {
    if (this.units.length < length || (this.units.length > MOST_KEPT && length <= MOST_KEPT)) {
      const room = length > MOST_KEPT ? length : Math.max(4096, length * 2);
      this.units = new Uint16Array(room);
      this.#before = new Uint32Array(Math.ceil(room / BLOCK) + 1);
    }
    this.#source = source;
    this.#sourceLength = length;
    let count = 0;
    for (let from = 0; from < length; from += BLOCK) {
      this.#before[from / BLOCK] = count;
      count = foldBlock(source, from, Math.min(length, from + BLOCK), this.units, count);
    }
    this.count = count;
  }

  /** Folded units from `index` on, with their case kept. */
  exactFrom(index: number, size: number): Uint16Array {
    const exact = new Uint16Array(size);
    let count = 0;
    for (let place = this.placeOf(index); count < size && place < this.#sourceLength; place += 1) {
      const unit = FOLD_EXACT[this.#source[place] ?? 0] ?? 0;
      exact[count] = unit;
      count += unit === 0 ? 0 : 1;
    }
    return exact;
  }

  /** The place in the source of folded unit `index`. */
  placeOf(index: number): number {
    let low = 0;
    let high = Math.floor((this.#sourceLength - 1) / BLOCK);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#before[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    let place = low * BLOCK;
    for (let count = this.#before[low] ?? 0; ; place += 1) {
      if ((FOLD[this.#source[place] ?? 0] ?? 0) === 0) continue;
      if (count === index) return place;
      count += 1;
    }
  }
}

function foldBlock(source: Uint16Array, from: number, end: number, units: Uint16Array, before: number): number {
  let count = before;
  for (let at = from; at < end; at += 1) {
    const fold = FOLD[source[at] ?? 0] ?? 0;
    units[count] = fold;
    count += (fold + 0xffff) >>> 16; // 0 for a skipped unit, else 1: no branch to guess wrong
  }
  return count;
}
