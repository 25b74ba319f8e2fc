import { newBytes, type OwnBytes } from "./key-bytes.ts";

const BLOCK = 64;
const MARK = 0x80;

/**
 * Appends 0x80 and zeros up to a multiple of 64, so that a length does not tell one kind of token from another.
 *
 * @see ISO/IEC 7816-4
 */
export function pad(plaintext: Uint8Array): OwnBytes {
  const padded = newBytes(paddedLength(plaintext.byteLength));
  padded.set(plaintext);
  padded[plaintext.byteLength] = MARK;
  return padded;
}

/** Length of `pad`'s result: at least one byte is always added. */
export function paddedLength(length: number): number {
  return (Math.floor(length / BLOCK) + 1) * BLOCK;
}

/** Where the plaintext ends, or undefined when the padding is not what `pad` writes. */
export function unpaddedLength(padded: Uint8Array): number | undefined {
  if (padded.byteLength === 0 || padded.byteLength % BLOCK !== 0) return undefined;
  let last = padded.byteLength - 1;
  const first = padded.byteLength - BLOCK;
  while (last > first && padded[last] === 0) last -= 1;
  return padded[last] === MARK ? last : undefined;
}
