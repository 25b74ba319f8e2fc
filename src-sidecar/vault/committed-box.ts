import crypto from "node:crypto";
import { decrypt, encrypt, nonceBytes, TAG_BYTES, type Suite } from "./aead.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { paddingAfter, unpaddedLength } from "./padding.ts";
import type { Primitives } from "./primitives.ts";

const KEY = 32;
const SALT = 32;
const COMMITMENT = 32;
const PADDED_BLOCK = 64;

/** What a committed box is derived from and bound to. */
export interface BoxKey {
  readonly suite: Suite;
  /** 32 or more bytes of key: never used itself, only derived from. */
  readonly inputKey: Uint8Array;
  /** SHA-256 of everything that the box belongs to, the bytes before its salt included. */
  readonly contextHash: Uint8Array;
}

/** Bytes that a box adds to its padded plaintext. */
export const BOX_OVERHEAD = SALT + COMMITMENT + TAG_BYTES;

/**
 * `head | salt 32 | commitment 32 | AEAD(plaintext, padding) | tag 16`; the head is part of `contextHash` already.
 *
 * The key, the nonce and the commitment come out of one HKDF over a fresh salt, so a key encrypts one message and a nonce never repeats.
 *
 * @see RFC 5869
 */
export function sealBox(
  { sodium, fillRandom }: Pick<Primitives, "sodium" | "fillRandom">,
  key: BoxKey,
  head: Uint8Array,
  plaintext: Uint8Array,
): OwnBytes {
  const padding = paddingAfter(plaintext.byteLength);
  const saltEnd = head.byteLength + SALT;
  const box = newBytes(saltEnd + COMMITMENT + plaintext.byteLength + padding.byteLength + TAG_BYTES);
  const salt = box.subarray(head.byteLength, saltEnd);
  fillRandom(salt);
  const derived = deriveKeys(key, salt);
  try {
    box.set(head);
    box.set(derived.commitment, saltEnd);
    let offset = saltEnd + COMMITMENT;
    for (const piece of encrypt(sodium, key.suite, derived.message, [plaintext, padding])) {
      box.set(piece, offset);
      offset += piece.byteLength;
    }
    return box;
  } finally {
    wipe(derived.all);
  }
}

/**
 * Opens what `sealBox` wrote behind its head. The commitment is compared first, in constant time: neither suite commits to its key by itself.
 *
 * @returns The plaintext in a buffer of its own; the caller wipes it.
 * @throws {VaultError} `envelope_damaged`, `key_commitment` (another key, or another context than it was sealed in).
 */
export function openBox(primitives: Pick<Primitives, "sodium">, key: BoxKey, box: Uint8Array): OwnBytes {
  const paddedBytes = box.byteLength - BOX_OVERHEAD;
  if (paddedBytes <= 0 || paddedBytes % PADDED_BLOCK !== 0) throw new VaultError("envelope_damaged");
  const derived = deriveKeys(key, box.subarray(0, SALT));
  try {
    const commitment = box.subarray(SALT, SALT + COMMITMENT);
    if (!crypto.timingSafeEqual(derived.commitment, commitment)) throw new VaultError("key_commitment");
    const padded = decrypt(primitives.sodium, key.suite, derived.message, box.subarray(SALT + COMMITMENT));
    if (padded === undefined) throw new VaultError("envelope_damaged");
    return unpadAndWipe(padded);
  } finally {
    wipe(derived.all);
  }
}

function unpadAndWipe(padded: Uint8Array): OwnBytes {
  const length = unpaddedLength(padded);
  const plaintext = length === undefined ? undefined : copyBytes(padded.subarray(0, length));
  wipe(padded);
  if (plaintext === undefined) throw new VaultError("envelope_damaged");
  return plaintext;
}

function deriveKeys({ suite, inputKey, contextHash }: BoxKey, salt: Uint8Array) {
  const nonceEnd = KEY + nonceBytes(suite);
  const all = new Uint8Array(crypto.hkdfSync("sha256", inputKey, salt, contextHash, nonceEnd + COMMITMENT));
  return {
    all,
    message: { key: all.subarray(0, KEY), nonce: all.subarray(KEY, nonceEnd), associatedData: contextHash },
    commitment: all.subarray(nonceEnd),
  };
}
