import { canonicalJson } from "../base/canonical-json.ts";
import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, wipe } from "./key-bytes.ts";
import { drawKey, type MemberPrivateKeys } from "./member-keys.ts";
import { DEFAULT_COST, drawPassphraseParams, parsePassphraseParams, passphraseKey } from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import { formatRecoveryKey } from "./recovery-key.ts";
import type { UnlockerRow } from "./rows.ts";
import { readSecret } from "./seal.ts";
import type { StretchCost } from "./stretch.ts";
import { protectMemberKeys, type UnlockerOwner } from "./unlocker.ts";

/** A member with their private keys open. */
export interface OpenMember {
  readonly owner: UnlockerOwner;
  readonly keys: MemberPrivateKeys;
}

/** The new unlocker's id and time. */
export interface UnlockerMark {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** A passphrase and what stretching it takes: Argon2id with 3 passes over 256 MiB unless said otherwise. */
export interface NewPassphrase extends UnlockerMark {
  readonly passphrase: Secret;
  readonly cost?: StretchCost | undefined;
}

/** What is 256 random bits needs no stretching. */
const RANDOM = { alg: "hkdf-sha256" } as const;

/** The unlocker of a new passphrase. @throws {VaultError} `kdf_policy`. */
export async function protectByPassphrase(
  primitives: Primitives,
  { owner, keys }: OpenMember,
  { id, now, passphrase, cost = DEFAULT_COST }: NewPassphrase,
): Promise<UnlockerRow> {
  const params = drawPassphraseParams(primitives, cost);
  const inputKey = await passphraseKey(primitives, passphrase, parsePassphraseParams(params));
  const facts = { id, kind: "passphrase", params, createdAt: now } as const;
  const row = protectMemberKeys(primitives, { owner, facts }, keys, inputKey);
  wipe(inputKey);
  return row;
}

/** The unlocker of a new recovery key, and the key as text. */
export function protectByRecoveryKey(primitives: Primitives, { owner, keys }: OpenMember, { id, now }: UnlockerMark) {
  const key = drawKey(primitives);
  const facts = { id, kind: "recovery-key", params: canonicalJson(RANDOM), createdAt: now } as const;
  const row = protectMemberKeys(primitives, { owner, facts }, keys, key);
  const text = formatRecoveryKey(key);
  wipe(key);
  return { row, text };
}

/** The unlocker of a new key that a machine keeps, and the key's 32 bytes. `backend` says who keeps it, for people to read. */
export function protectByMachineKey(
  primitives: Primitives,
  { owner, keys }: OpenMember,
  { id, now, kind, backend }: UnlockerMark & { readonly kind: MachineKind; readonly backend?: string | undefined },
) {
  const key = drawKey(primitives);
  const params = canonicalJson({ ...RANDOM, ...(backend !== undefined && { backend }) });
  const row = protectMemberKeys(primitives, { owner, facts: { id, kind, params, createdAt: now } }, keys, key);
  const secret = Secret.take(copyBytes(key));
  wipe(key);
  return { row, secret };
}

/** Kinds of unlockers whose key a machine keeps. */
export type MachineKind = "headless-key" | "os-keychain";

/**
 * Reads a key that was just made for a machine, as base64url for its one showing, and wipes it. Nothing of another length is read.
 *
 * @throws {VaultError} `wrong_key`.
 */
export function headlessKeyText(made: Secret): string {
  using key = made;
  if (key.byteLength !== 32) throw new VaultError("wrong_key");
  return readSecret(key, (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url"),
  );
}
