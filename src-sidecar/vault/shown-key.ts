import crypto from "node:crypto";
import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, joinBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { readSecret } from "./seal.ts";

const ALPHABET = Buffer.from("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "latin1"); // Crockford: no I, L, O, U
const GROUP = 4;
const HYPHEN = 0x2d;

/** A kind of key that people write down: how many bytes it has and how many of its checksum follow, a multiple of 5 together. */
export interface ShownKind {
  /** Keeps the checksums of different kinds apart, so that one is never read as the other. */
  readonly label: string;
  readonly keyBytes: number;
  readonly checkBytes: number;
}

/**
 * Writes a key and its checksum as base32 digits in groups of four: `0123-4567-…`, ASCII.
 *
 * @see https://www.crockford.com/base32.html
 */
export function formatShownKey(kind: ShownKind, key: Uint8Array): Secret {
  const checked = joinBytes(key, checksum(kind, key));
  const digits = digitsOf(kind);
  const text = newBytes(digits + digits / GROUP - 1).fill(HYPHEN);
  for (let digit = 0; digit < digits; digit += 1) {
    text[digit + Math.floor(digit / GROUP)] = ALPHABET[fiveBits(checked, digit)] ?? 0;
  }
  wipe(checked);
  return Secret.take(text);
}

/**
 * Reads a key as a person typed it: upper or lower case, any grouping by spaces or hyphens, O for 0 and I or L for 1.
 *
 * @returns Its bytes, which the caller wipes; undefined for a wrong length, a stranger among the digits, a checksum that does not hold.
 */
export function parseShownKey(kind: ShownKind, typed: Secret): OwnBytes | undefined {
  const checked = newBytes(kind.keyBytes + kind.checkBytes);
  const digits = readSecret(typed, (text) => readDigits(text, checked, digitsOf(kind)));
  const key = copyBytes(checked.subarray(0, kind.keyBytes));
  const check = checked.subarray(kind.keyBytes);
  const isWhole = digits === digitsOf(kind) && crypto.timingSafeEqual(checksum(kind, key), check);
  wipe(checked);
  if (isWhole) return key;
  wipe(key);
  return undefined;
}

/** The recovery key: 56 digits. */
export const RECOVERY_KEY: ShownKind = { label: "gatehouse/recovery-key/1", keyBytes: 32, checkBytes: 3 };

/** The code of an invitation: 32 digits. */
export const INVITATION_CODE: ShownKind = { label: "gatehouse/invitation-code/1", keyBytes: 16, checkBytes: 4 };

/**
 * Reads a recovery key or an invitation's code that was just made, as text for its one showing, and wipes it. Any other secret is refused.
 *
 * @throws {VaultError} `recovery_key_malformed`.
 */
export function readShownOnce(made: Secret): string {
  using text = made;
  const key = parseShownKey(RECOVERY_KEY, text) ?? parseShownKey(INVITATION_CODE, text);
  if (key === undefined) throw new VaultError("recovery_key_malformed");
  wipe(key);
  return readSecret(text, (bytes) => Buffer.from(bytes.buffer).toString("latin1"));
}

function digitsOf({ keyBytes, checkBytes }: ShownKind): number {
  return ((keyBytes + checkBytes) * 8) / 5;
}

/** Writes the digits' bits into `target`; -1 for a stranger among them, else how many there were. */
function readDigits(text: Uint8Array, target: Uint8Array, digits: number): number {
  let count = 0;
  for (const code of text) {
    if (code === HYPHEN || code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue;
    const value = digitValue(code);
    if (value === -1 || count === digits) return -1;
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

function checksum({ label, checkBytes }: ShownKind, key: Uint8Array): Uint8Array {
  const labelled = joinBytes(Buffer.from(label, "latin1"), key);
  const digest = crypto.hash("sha256", labelled, "buffer");
  wipe(labelled);
  return digest.subarray(0, checkBytes);
}
