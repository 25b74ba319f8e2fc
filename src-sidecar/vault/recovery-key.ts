import type { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import type { OwnBytes } from "./key-bytes.ts";
import { formatShownKey, parseShownKey, RECOVERY_KEY } from "./shown-key.ts";

/** Writes 32 bytes and a 3-byte checksum as 56 base32 digits in groups of four: `0123-4567-…`, 69 characters of ASCII. */
export function formatRecoveryKey(key: Uint8Array): Secret {
  return formatShownKey(RECOVERY_KEY, key);
}

/**
 * Reads a recovery key as a person typed it.
 *
 * @returns The 32 bytes; the caller wipes them.
 * @throws {VaultError} `recovery_key_malformed` (a wrong length, a stranger among the digits, a checksum that does not hold).
 */
export function parseRecoveryKey(typed: Secret): OwnBytes {
  const key = parseShownKey(RECOVERY_KEY, typed);
  if (key === undefined) throw new VaultError("recovery_key_malformed");
  return key;
}
