/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface SeededRandom {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** `count` characters of an alphabet. */
  text(alphabet: string, count: number): string;
}

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    text: (alphabet, count) => Array.from({ length: count }, () => alphabet.charAt(below(alphabet.length))).join(""),
  };
}
