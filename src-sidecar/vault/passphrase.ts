import { canonicalJson } from "../base/canonical-json.ts";
import type { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import type { Primitives } from "./primitives.ts";
import { readSecret } from "./seal.ts";
import type { StretchCost } from "./stretch.ts";

/** Argon2id for new passphrases: 0.7 s and 256 MiB, libsodium's MODERATE. */
export const DEFAULT_COST: StretchCost = { passes: 3, memoryKiB: 256 * 1024 };

const FLOOR: StretchCost = { passes: 2, memoryKiB: 64 * 1024 };
const CEILING: StretchCost = { passes: 12, memoryKiB: 1024 * 1024 }; // 1 GiB; more is an attack on our memory
const SALT_BYTES = 16;
const MIN_PASSPHRASE_BYTES = 8;
const MAX_PASSPHRASE_BYTES = 4096;

/** How a passphrase becomes a key. */
export interface PassphraseParams extends StretchCost {
  readonly salt: Uint8Array;
}

/** Draws the salt for a new passphrase and writes the parameters as they are stored and signed. */
export function drawPassphraseParams({ fillRandom }: Primitives, cost: StretchCost): string {
  requireSafe(cost);
  const salt = newBytes(SALT_BYTES);
  fillRandom(salt);
  return canonicalJson({
    alg: "argon2id",
    version: 19,
    passes: cost.passes,
    memoryKiB: cost.memoryKiB,
    lanes: 1,
    salt: Buffer.from(salt).toString("base64url"),
  });
}

/**
 * Reads stored parameters.
 *
 * @throws {VaultError} `kdf_policy` for anything but Argon2id with 2 to 12 passes over 64 MiB to 1 GiB in one lane and a 16-byte salt.
 */
export function parsePassphraseParams(params: string): PassphraseParams {
  const { alg, version, passes, memoryKiB, lanes, salt } = parseObject(params);
  if (alg !== "argon2id" || version !== 19 || lanes !== 1) throw new VaultError("kdf_policy");
  if (typeof passes !== "number" || typeof memoryKiB !== "number" || typeof salt !== "string")
    throw new VaultError("kdf_policy");
  requireSafe({ passes, memoryKiB });
  const saltBytes = Uint8Array.from(Buffer.from(salt, "base64url"));
  if (saltBytes.byteLength !== SALT_BYTES) throw new VaultError("kdf_policy");
  return { passes, memoryKiB, salt: saltBytes };
}

/** Whether a new passphrase may be used. @throws {VaultError} `passphrase_policy` under 8 or over 4096 bytes. */
export function requireGoodPassphrase(passphrase: Secret): void {
  if (passphrase.byteLength < MIN_PASSPHRASE_BYTES || passphrase.byteLength > MAX_PASSPHRASE_BYTES)
    throw new VaultError("passphrase_policy");
}

/** Derives the 32 bytes that protect a member's private keys. The caller wipes them. */
export async function passphraseKey(
  { stretch }: Primitives,
  passphrase: Secret,
  params: PassphraseParams,
): Promise<OwnBytes> {
  const normalized = normalize(passphrase);
  try {
    return await stretch({ ...params, passphrase: normalized });
  } finally {
    wipe(normalized);
  }
}

/** NFKC, so that the same passphrase typed on another keyboard is the same bytes. ASCII needs no string and leaves none behind. */
function normalize(passphrase: Secret): OwnBytes {
  return readSecret(passphrase, (bytes) => {
    if (bytes.every((byte) => byte < 0x80)) return copyBytes(bytes);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").normalize("NFKC");
    return copyBytes(new TextEncoder().encode(text));
  });
}

function requireSafe({ passes, memoryKiB }: StretchCost): void {
  const isSafe =
    Number.isInteger(passes) &&
    Number.isInteger(memoryKiB) &&
    passes >= FLOOR.passes &&
    passes <= CEILING.passes &&
    memoryKiB >= FLOOR.memoryKiB &&
    memoryKiB <= CEILING.memoryKiB;
  if (!isSafe) throw new VaultError("kdf_policy");
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new VaultError("kdf_policy", { cause });
  }
  if (typeof value !== "object" || value === null) throw new VaultError("kdf_policy");
  return { ...value };
}
