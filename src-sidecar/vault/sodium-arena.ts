import { newBytes, type OwnBytes } from "./key-bytes.ts";

const FUNCTIONS = [
  "_malloc",
  "_free",
  "_crypto_aead_xchacha20poly1305_ietf_encrypt",
  "_crypto_aead_xchacha20poly1305_ietf_decrypt",
  "_crypto_scalarmult_base",
  "_crypto_generichash",
  "_crypto_box_easy",
  "_crypto_box_seal_open",
  "_crypto_sign_seed_keypair",
  "_crypto_sign_detached",
  "_crypto_sign_verify_detached",
] as const;

/** The WASM exports themselves: pointers and lengths in, a status out. 64-bit lengths are two 32-bit halves, low first. */
export type RawSodium = Readonly<Record<(typeof FUNCTIONS)[number], (...args: readonly number[]) => number>> & {
  /** Read it anew for each use: growing the memory replaces it. */
  readonly HEAPU8: Uint8Array;
};

/**
 * Scratch memory in the WASM heap for one call at a time.
 *
 * libsodium-wrappers copies keys and plaintexts to the heap and only frees them; here what was used is overwritten.
 */
export interface Arena {
  /** Gives `use` `size` bytes of scratch memory, and wipes them however it ends. */
  use<T>(size: number, use: (scratch: Scratch) => T): T;
}

/** Places bytes one after another; all of it is gone when `Arena.use` returns. */
export interface Scratch {
  put(bytes: Uint8Array): number;
  reserve(length: number): number;
  take(pointer: number, length: number): OwnBytes;
}

const KEPT_BYTES = 16 * 1024; // larger calls allocate and free

/** @throws {Error} `internal: ` when the installed libsodium lacks a function that the vault needs. */
export async function rawSodium(): Promise<RawSodium> {
  const { default: sodium } = await import("libsodium-wrappers-sumo");
  await sodium.ready;
  const raw: unknown = Reflect.get(sodium, "libsodium");
  if (!isRawSodium(raw)) throw new Error("internal: libsodium lacks a function that the vault needs");
  return raw;
}

/** Reserves scratch memory in the heap of a loaded libsodium. */
export function createArena(raw: RawSodium): Arena {
  const kept = allocate(raw, KEPT_BYTES);
  return {
    use: (size, use) => {
      const start = size <= KEPT_BYTES ? kept : allocate(raw, size);
      try {
        return use(scratchAt(raw, start, size));
      } finally {
        raw.HEAPU8.fill(0, start, start + size);
        if (start !== kept) raw._free(start);
      }
    },
  };
}

function scratchAt(raw: RawSodium, start: number, size: number): Scratch {
  let next = start;
  const reserve = (length: number): number => {
    const pointer = next;
    next += length;
    if (next > start + size) throw new Error("internal: scratch memory is too small");
    return pointer;
  };
  return {
    reserve,
    put: (bytes) => {
      const pointer = reserve(bytes.byteLength);
      raw.HEAPU8.set(bytes, pointer);
      return pointer;
    },
    take: (pointer, length) => {
      const bytes = newBytes(length);
      bytes.set(raw.HEAPU8.subarray(pointer, pointer + length));
      return bytes;
    },
  };
}

function allocate(raw: RawSodium, size: number): number {
  const pointer = raw._malloc(size);
  if (pointer === 0) throw new Error("internal: no memory for libsodium");
  return pointer;
}

function isRawSodium(raw: unknown): raw is RawSodium {
  if (typeof raw !== "object" || raw === null) return false;
  return (
    FUNCTIONS.every((name) => typeof Reflect.get(raw, name) === "function") &&
    Reflect.get(raw, "HEAPU8") instanceof Uint8Array
  );
}
