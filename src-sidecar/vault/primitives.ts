import { createRandomPool } from "../base/random-pool.ts";
import { openSodium, type Sodium } from "./sodium.ts";
import { stretchOffThread, type Stretch } from "./stretch.ts";

/** What the vault computes with. Tests and vectors hand in their own randomness; nothing else is ever replaced. */
export interface Primitives {
  readonly sodium: Sodium;
  /** Fills with unpredictable bytes: salts, keys, ephemeral keys. */
  readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly stretch: Stretch;
}

/** Loads libsodium and joins it with the system's randomness and Argon2id off the main thread. */
export async function openPrimitives(): Promise<Primitives> {
  return {
    sodium: await openSodium(),
    // Not libsodium's own: in WASM it asks for four bytes at a time and takes 45 microseconds for one nonce.
    fillRandom: createRandomPool(),
    stretch: stretchOffThread,
  };
}
