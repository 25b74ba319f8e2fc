import crypto from "node:crypto";
import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, joinBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { readSecret } from "./seal.ts";

const ALPHABET = Buffer.from("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "latin1"); // Crockford: no I, L, O, U
const KEY_BYTES = 32;
const CHECK_BYTES = 3;
const DIGITS = ((KEY_BYTES + CHECK_BYTES) * 8) / 5; // 56
const GROUP = 4;
const HYPHEN = 0x2d;
const CHECK_LABEL = Buffer.from("gatehouse/recovery-key/1", "latin1");

/**
 * Writes 32 bytes and a 3-byte checksum as 56 base32 digits in groups of four: `0123-4567-…`, 69 characters of ASCII.
 *
 * @see https://www.crockford.com/base32.html
 */
export function formatRecoveryKey(key: Uint8Array): Secret {
  const checked = joinBytes(key, checksum(key));
  const text = newBytes(DIGITS + DIGITS / GROUP - 1).fill(HYPHEN);
  for (let digit = 0; digit < DIGITS; digit += 1) {
    text[digit + Math.floor(digit / GROUP)] = ALPHABET[fiveBits(checked, digit)] ?? 0;
  }
  wipe(checked);
  return Secret.take(text);
}

/**
 * Reads a recovery key as a person typed it: upper or lower case, any grouping by spaces or hyphens, O for 0 and I or L for 1.
 *
 * @returns The 32 bytes; the caller wipes them.
 * @throws {VaultError} `recovery_key_malformed` (a wrong length, a stranger among the digits, a checksum that does not hold).
 */
export function parseRecoveryKey(typed: Secret): OwnBytes {
  const checked = newBytes(KEY_BYTES + CHECK_BYTES);
  const digits = readSecret(typed, (text) => readDigits(text, checked));
  const key = copyBytes(checked.subarray(0, KEY_BYTES));
  const isWhole = digits === DIGITS && crypto.timingSafeEqual(checksum(key), checked.subarray(KEY_BYTES));
  wipe(checked);
  if (isWhole) return key;
  wipe(key);
  throw new VaultError("recovery_key_malformed");
}

/**
 * Reads a recovery key that was just made, as text for its one showing, and wipes it. Any other secret is refused.
 *
 * @throws {VaultError} `recovery_key_malformed`.
 */
export function readRecoveryKey(made: Secret): string {
  using text = made;
  wipe(parseRecoveryKey(text));
  return readSecret(text, (bytes) => Buffer.from(bytes).toString("latin1"));
}

/** Writes the digits' bits into `target`; -1 for a stranger among them, else how many there were. */
function readDigits(text: Uint8Array, target: Uint8Array): number {
  let count = 0;
  for (const code of text) {
    if (code === HYPHEN || code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    const value = digitValue(code);
    if (value === -1 || count === DIGITS) return -1;
    const bit = count * 5;
    const shifted = value << (11 - (bit % 8));
    const index = bit >> 3;
    target[index] = (target[index] ?? 0) | (shifted >> 8);
    if (index + 1 < target.byteLength) target[index + 1] = (target[index + 1] ?? 0) | (shifted & 0xff);
    count += 1;
  }
  return count;
}

function digitValue(code: number): number {
  const upper = code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
  if (upper === 0x4f) return 0; // O
  if (upper === 0x49 || upper === 0x4c) return 1; // I, L
  return ALPHABET.indexOf(upper);
}

function fiveBits(bytes: Uint8Array, digit: number): number {
  const bit = digit * 5;
  const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
  return (pair >> (11 - (bit % 8))) & 31;
}

function checksum(key: Uint8Array): Uint8Array {
  const labelled = joinBytes(CHECK_LABEL, key);
  const digest = crypto.hash("sha256", labelled, "buffer");
  wipe(labelled);
  return digest.subarray(0, CHECK_BYTES);
}
