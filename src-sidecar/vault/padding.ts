const BLOCK = 64;
const MARK = 0x80;
const TAIL = new Uint8Array(BLOCK).fill(MARK, 0, 1);

/**
 * What follows a plaintext of `length` bytes: 0x80 and zeros up to a multiple of 64, so that a length does not tell one kind of token
 * from another. At least one byte. The view is shared; do not write to it.
 *
 * @see ISO/IEC 7816-4
 */
export function paddingAfter(length: number): Uint8Array {
  return TAIL.subarray(0, BLOCK - (length % BLOCK));
}

/** Where the plaintext ends, or undefined when it is not followed by what `paddingAfter` gives. */
export function unpaddedLength(padded: Uint8Array): number | undefined {
  if (padded.byteLength === 0 || padded.byteLength % BLOCK !== 0) return undefined;
  let last = padded.byteLength - 1;
  const first = padded.byteLength - BLOCK;
  while (last > first && padded[last] === 0) last -= 1;
  return padded[last] === MARK ? last : undefined;
}
