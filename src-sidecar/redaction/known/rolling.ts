import { createHash } from "node:crypto";

const FILTER_BITS = 22; // 512 KiB: at 500 values one position in some thousands is looked at twice
export const FILTER_MASK = (1 << FILTER_BITS) - 1;

/** A word for each 16-bit unit, drawn from `key`: the rolling hash of a window is the rotated xor of its units' words. */
export function unitWords(key: Uint8Array): Uint32Array {
  const bytes = createHash("shake256", { outputLength: 0x10000 * 4 })
    .update(key)
    .digest();
  const words = new Uint32Array(0x10000);
  for (let unit = 0; unit < words.length; unit += 1) words[unit] = bytes.readUInt32LE(unit * 4);
  return words;
}

export function windowHash(words: Uint32Array, units: Uint16Array, from: number, length: number): number {
  let hash = 0;
  for (let at = from; at < from + length; at += 1) hash = ((hash << 1) | (hash >>> 31)) ^ (words[units[at] ?? 0] ?? 0);
  return hash;
}

/**
 * A Bloom filter with two probes taken from one rolling hash.
 *
 * It only says where to look closer. Bits are never cleared one by one, so a forgotten value costs wasted looks, never a finding.
 */
export class WindowFilter {
  readonly bits = new Uint32Array(1 << (FILTER_BITS - 5));

  add(hash: number): void {
    this.#set(hash & FILTER_MASK);
    this.#set((hash >>> (32 - FILTER_BITS)) & FILTER_MASK);
  }

  has(hash: number): boolean {
    const first = hash & FILTER_MASK;
    if ((((this.bits[first >>> 5] ?? 0) >>> (first & 31)) & 1) === 0) return false;
    const second = hash >>> (32 - FILTER_BITS);
    return (((this.bits[second >>> 5] ?? 0) >>> (second & 31)) & 1) === 1;
  }

  clear(): void {
    this.bits.fill(0);
  }

  #set(bit: number): void {
    this.bits[bit >>> 5] = (this.bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}
