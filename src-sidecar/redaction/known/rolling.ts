import { createHash } from "node:crypto";

const FILTER_BITS = 22; // 512 KiB a filter: at 500 values one place in some thousands is looked at twice
const FILTER_MASK = (1 << FILTER_BITS) - 1;

/** How far apart the looks into the filter are. A stretch of `width + STRIDE - 1` units holds at least one of them. */
export const STRIDE = 4;

/** A word for each 16-bit unit, drawn from `key`: the rolling hash of a window is the rotated xor of its units' words. */
export function unitWords(key: Uint8Array): Int32Array {
  const bytes = createHash("shake256", { outputLength: 0x10000 * 4 })
    .update(key)
    .digest();
  return Int32Array.from({ length: 0x10000 }, (_, unit) => bytes.readInt32LE(unit * 4));
}

/**
 * Remembers windows of `width` units in a Bloom filter with two probes, both taken from one rolling hash.
 *
 * It only says where to look closer. Bits are never cleared one by one, so a forgotten value costs wasted looks, never a finding.
 */
export class WindowFilter {
  readonly width: number;
  readonly #words: Int32Array;
  /** The words as they stand in a hash when their unit leaves the window. */
  readonly #leaving: Int32Array;
  #bits: Uint8Array = new Uint8Array(new SharedArrayBuffer(1 << (FILTER_BITS - 3)));

  constructor(words: Int32Array, width: number) {
    this.width = width;
    this.#words = words;
    this.#leaving = words.map((word) => (word << width) | (word >>> (32 - width)));
  }

  /** The bits, in memory that threads share. */
  share(): Uint8Array {
    return this.#bits;
  }

  take(bits: Uint8Array): void {
    this.#bits = bits;
  }

  /** Remembers all windows of `units`. */
  add(units: Uint16Array): void {
    let hash = 0;
    for (let at = 0; at < units.length; at += 1) {
      hash = this.#roll(hash, units, at);
      if (at < this.width - 1) continue;
      this.#set(hash & FILTER_MASK);
      this.#set(hash >>> (32 - FILTER_BITS));
    }
  }

  /** Calls `onFound` with the place of the last unit of windows that were perhaps remembered; looks at every `STRIDE`th window. */
  search(units: Uint16Array, count: number, onFound: (last: number) => void): void {
    const { width } = this;
    if (count < width) return;
    let hash = 0;
    for (let at = 0; at < width; at += 1) hash = this.#roll(hash, units, at);
    this.#look(hash, width - 1, onFound);
    const box = Int32Array.of(hash);
    for (let at = width; at + STRIDE <= count; at += STRIDE) {
      at = this.#toSuspect(units, at, count, box);
      if (at + STRIDE <= count) this.#look(box[0] ?? 0, at + STRIDE - 1, onFound);
    }
  }

  /**
   * Rolls on from `at`, in strides, until the filter's first probe says yes; gives back where that stride starts. The hash goes in and
   * out through `box`. All text goes through this loop, so the four steps of a stride are written out.
   */
  #toSuspect(units: Uint16Array, from: number, count: number, box: Int32Array): number {
    const [words, leaving, bits, width] = [this.#words, this.#leaving, this.#bits, this.width];
    let hash = box[0] ?? 0;
    let at = from;
    for (; at + STRIDE <= count; at += STRIDE) {
      const out = at - width;
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[units[at] ?? 0] ?? 0) ^ (leaving[units[out] ?? 0] ?? 0);
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[units[at + 1] ?? 0] ?? 0) ^ (leaving[units[out + 1] ?? 0] ?? 0);
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[units[at + 2] ?? 0] ?? 0) ^ (leaving[units[out + 2] ?? 0] ?? 0);
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[units[at + 3] ?? 0] ?? 0) ^ (leaving[units[out + 3] ?? 0] ?? 0);
      const bit = hash & FILTER_MASK;
      if (((bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0) break;
    }
    box[0] = hash;
    return at;
  }

  /** Whether the window at `from` was perhaps remembered. */
  has(units: Uint16Array, from: number): boolean {
    let hash = 0;
    for (let at = from; at < from + this.width; at += 1) {
      hash = ((hash << 1) | (hash >>> 31)) ^ (this.#words[units[at] ?? 0] ?? 0);
    }
    return this.#has(hash & FILTER_MASK) && this.#has(hash >>> (32 - FILTER_BITS));
  }

  #look(hash: number, last: number, onFound: (last: number) => void): void {
    if (this.#has(hash & FILTER_MASK) && this.#has(hash >>> (32 - FILTER_BITS))) onFound(last);
  }

  #roll(hash: number, units: Uint16Array, at: number): number {
    const out = at >= this.width ? (this.#leaving[units[at - this.width] ?? 0] ?? 0) : 0;
    return ((hash << 1) | (hash >>> 31)) ^ (this.#words[units[at] ?? 0] ?? 0) ^ out;
  }

  #has(bit: number): boolean {
    return ((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  #set(bit: number): void {
    this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
}
