/** Bytes in a buffer of their own. */
export type OwnBytes = Uint8Array<ArrayBuffer>;

/**
 * `length` zero bytes for a key or a plaintext.
 *
 * Never Node's shared pool: bytes there sit beside strangers' and native code leaves copies that wiping does not reach.
 */
export function newBytes(length: number): OwnBytes {
  return new Uint8Array(new ArrayBuffer(length));
}

/** A copy of `source` in a buffer of its own. */
export function copyBytes(source: Uint8Array): OwnBytes {
  const bytes = newBytes(source.byteLength);
  bytes.set(source);
  return bytes;
}

/** The parts after one another, in a buffer of its own. */
export function joinBytes(...parts: readonly Uint8Array[]): OwnBytes {
  const joined = newBytes(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return joined;
}

/** Overwrites with zeros. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}
