import { randomFillSync } from "node:crypto";

const POOL_BYTES = 8 * 1024;

/** Fills `bytes` with unpredictable ones. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => void;

/**
 * Randomness in small portions at the price of one system call for 8 KiB. A portion is wiped from the pool when it is handed out, so
 * that what was drawn earlier cannot be read later.
 */
export function createRandomPool(): FillRandom {
  const pool = new Uint8Array(new ArrayBuffer(POOL_BYTES));
  let used = POOL_BYTES;
  return (bytes) => {
    if (bytes.byteLength > POOL_BYTES / 4) return void randomFillSync(bytes);
    if (used + bytes.byteLength > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const portion = pool.subarray(used, used + bytes.byteLength);
    bytes.set(portion);
    portion.fill(0);
    used += bytes.byteLength;
  };
}
