import { createHash } from "node:crypto";
import { FOLD } from "./fold.ts";

const FILTER_BITS = 22; // 512 KiB a filter: at 500 values one place in some thousands is looked at twice
const PROBE = 32 - FILTER_BITS;
const SECOND_PROBE = 0x9e3779b1; // odd, so that multiplying by it loses nothing

/** By unit: how far a hash moves; 0 for those that folding skips. */
const STEPS: Readonly<Record<4 | 7, Uint8Array>> = { 4: stepsOf(4), 7: stepsOf(7) };

function stepsOf(step: number): Uint8Array {
  const steps = new Uint8Array(0x10000);
  for (let unit = 0; unit < steps.length; unit += 1) steps[unit] = FOLD[unit] === 0 ? 0 : step;
  return steps;
}

/** How far apart the looks into a filter are. */
export const STRIDE = 4;

/** A word for each 16-bit unit, drawn from `key`; 0 for those that folding skips. Units that fold to one have one word. */
export function unitWords(key: Uint8Array): Int32Array {
  const bytes = createHash("shake256", { outputLength: 0x10000 * 4 })
    .update(key)
    .digest();
  const words = new Int32Array(0x10000);
  for (let unit = 0; unit < words.length; unit += 1) {
    const fold = FOLD[unit] ?? 0;
    words[unit] = fold === 0 ? 0 : bytes.readInt32LE(fold * 4);
  }
  return words;
}

/**
 * Remembers windows of `width` folded units in a Bloom filter with two probes, both taken from one hash.
 *
 * The hash moves up by some bits with every unit, so that a unit has left it after `width` steps; units that folding skips move nothing.
 * So a text is searched as it stands, without a folded copy. The filter only says where to look closer. Bits are never cleared one by one:
 * a forgotten value costs wasted looks, never a finding.
 */
export class WindowFilter {
  readonly width: number;
  readonly #step: number;
  readonly #words: Int32Array;
  readonly #steps: Uint8Array;
  /** The hash, between the two loops of a search. */
  readonly #box = new Int32Array(1);
  #bits: Uint8Array = new Uint8Array(new SharedArrayBuffer(1 << (FILTER_BITS - 3)));

  /** @param step 4 for windows of eight units, 7 for windows of five. */
  constructor(words: Int32Array, step: 4 | 7) {
    this.width = Math.ceil(32 / step);
    this.#step = step;
    this.#words = words;
    this.#steps = STEPS[step];
  }

  /** The bits, in memory that threads share. */
  share(): Uint8Array {
    return this.#bits;
  }

  take(bits: Uint8Array): void {
    this.#bits = bits;
  }

  /** Remembers all windows of `units`, which are folded. */
  add(units: Uint16Array): void {
    let hash = 0;
    for (let at = 0; at < units.length; at += 1) {
      hash = (hash << this.#step) ^ (this.#words[units[at] ?? 0] ?? 0);
      if (at < this.width - 1) continue;
      this.#set(hash >>> PROBE);
      this.#set(Math.imul(hash, SECOND_PROBE) >>> PROBE);
    }
  }

  /**
   * Calls `onFound` with the place of the last unit of windows that were perhaps remembered. Looks at every `STRIDE`th place: of any
   * `STRIDE` units in a row that folding keeps, one is the last of a window that was looked at.
   */
  search(units: Uint16Array, count: number, onFound: (last: number) => void): void {
    const box = this.#box;
    box[0] = 0;
    for (let at = 0; at + STRIDE <= count; at += STRIDE) {
      at = this.#toSuspect(units, at, count, box);
      if (at + STRIDE > count) return;
      const isSecond = this.#has(Math.imul(box[0] ?? 0, SECOND_PROBE) >>> PROBE);
      // Behind a window may stand any number of units that change nothing.
      if (isSecond && this.#isMoved(units, at)) onFound(at + STRIDE - 1);
    }
  }

  /**
   * Goes on from `at`, in strides, until the filter's first probe says yes; gives back where that stride starts. The hash goes in and
   * out through `box`. All text goes through this loop, so the four steps of a stride are written out.
   */
  #toSuspect(units: Uint16Array, from: number, count: number, box: Int32Array): number {
    const [words, steps, bits] = [this.#words, this.#steps, this.#bits];
    let hash = box[0] ?? 0;
    let at = from;
    for (; at + STRIDE <= count; at += STRIDE) {
      const first = units[at] ?? 0;
      const second = units[at + 1] ?? 0;
      const third = units[at + 2] ?? 0;
      const fourth = units[at + 3] ?? 0;
      hash = (hash << (steps[first] ?? 0)) ^ (words[first] ?? 0);
      hash = (hash << (steps[second] ?? 0)) ^ (words[second] ?? 0);
      hash = (hash << (steps[third] ?? 0)) ^ (words[third] ?? 0);
      hash = (hash << (steps[fourth] ?? 0)) ^ (words[fourth] ?? 0);
      const bit = hash >>> PROBE;
      if (((bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0) break;
    }
    box[0] = hash;
    return at;
  }

  #isMoved(units: Uint16Array, at: number): boolean {
    for (let place = at; place < at + STRIDE; place += 1) if (this.#steps[units[place] ?? 0] !== 0) return true;
    return false;
  }

  /** Whether the window of folded units at `from` was perhaps remembered. */
  has(units: Uint16Array, from: number): boolean {
    let hash = 0;
    for (let at = from; at < from + this.width; at += 1)
      hash = (hash << this.#step) ^ (this.#words[units[at] ?? 0] ?? 0);
    return this.#has(hash >>> PROBE) && this.#has(Math.imul(hash, SECOND_PROBE) >>> PROBE);
  }

  #has(bit: number): boolean {
    return ((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  #set(bit: number): void {
    this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
}
