import type { Secret } from "../base/secret.ts";
import { VaultError, type VaultErrorCode } from "./errors.ts";
import { copyBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { wipeMemberKeys } from "./member-keys.ts";
import { openOrg, verifiedOwner } from "./open-org.ts";
import { parsePassphraseParams, passphraseKey } from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import type { OpenMember } from "./protect.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import type { KeyRows, UnlockerRow } from "./rows.ts";
import { readSecret } from "./seal.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import { openUnlocker, protectMemberKeys, verifyUnlocker, type UnlockerOwner } from "./unlocker.ts";

/** What a member opens the vault with. */
export type Proof =
  | { readonly kind: "passphrase"; readonly passphrase: Secret }
  | { readonly kind: "recovery-key"; readonly recoveryKey: Secret }
  /** 32 bytes as they are. */
  | { readonly kind: "headless-key" | "os-keychain"; readonly key: Secret };

/**
 * Opens an organization for one member. The secret stays as it is; the caller wipes it.
 *
 * Everything unsigned is refused before a passphrase meets it. A passphrase takes about 0.7 s, off the main thread.
 *
 * @throws {VaultError} `wrong_passphrase`, `wrong_recovery_key`, `wrong_key`, `recovery_key_malformed`, `member_unknown`,
 * `unlocker_missing`, `kdf_policy`, `root_signature`, `member_signature`, `unlocker_signature`, `admin_succession`, `wrap_signature`,
 * `wrap_damaged`, `team_signature`, `key_unavailable`, `envelope_damaged`.
 */
export async function unlockOrg(
  primitives: Primitives,
  rows: KeyRows,
  memberId: string,
  proof: Proof,
): Promise<UnlockedOrg> {
  return (await openByProof(primitives, { rows, memberId, proof }, () => undefined)).org;
}

/** Who opens an organization, and with what. */
export interface Opening {
  readonly rows: KeyRows;
  readonly memberId: string;
  readonly proof: Proof;
}

/** What a proof opened. */
export interface Opened<T> {
  readonly org: UnlockedOrg;
  /** The unlocker that was used, made anew under the present admin key; null when it was made under that one already. */
  readonly repinned: UnlockerRow | null;
  readonly value: T;
}

/**
 * Opens an organization as `unlockOrg` does, and does something with the member's private keys before they are wiped.
 *
 * @throws {VaultError} as `unlockOrg`.
 */
export async function openByProof<T>(
  primitives: Primitives,
  { rows, memberId, proof }: Opening,
  use: (member: OpenMember) => T | Promise<T>,
): Promise<Opened<T>> {
  const owner = verifiedOwner(primitives, rows, memberId);
  const row = rows.unlockers.find((one) => one.memberId === memberId && one.kind === proof.kind);
  if (row === undefined) throw new VaultError("unlocker_missing");
  const inputKey = await proofKey(primitives, { row, owner, proof });
  try {
    const keys = openRightUnlocker(primitives, { row, owner, proof }, inputKey);
    try {
      const org = openOrg(primitives, rows, { ...owner, keys });
      const repinned = repin(primitives, { owner, keys }, row, inputKey);
      try {
        return { org, repinned, value: await use({ owner, keys }) };
      } catch (error) {
        org.wipe();
        throw error;
      }
    } finally {
      wipeMemberKeys(keys);
    }
  } finally {
    wipe(inputKey);
  }
}

/** The admin key of an unlocker that was made before a succession is an old one, which who was an admin may still have. */
function repin(primitives: Primitives, member: OpenMember, row: UnlockerRow, inputKey: Uint8Array): UnlockerRow | null {
  const { owner, keys } = member;
  if (Buffer.compare(row.adminPublicKey, owner.root.adminPublicKey) === 0) return null;
  const { id, kind, params, createdAt } = row;
  return protectMemberKeys(primitives, { owner, facts: { id, kind, params, createdAt } }, keys, inputKey);
}

function openRightUnlocker(primitives: Primitives, { row, owner, proof }: Proving, inputKey: Uint8Array) {
  try {
    return openUnlocker(primitives, owner, row, inputKey);
  } catch (cause) {
    if (cause instanceof VaultError && cause.code === "key_commitment")
      throw new VaultError(WRONG[proof.kind], { cause });
    throw cause;
  }
}

const WRONG: Readonly<Record<Proof["kind"], VaultErrorCode>> = {
  passphrase: "wrong_passphrase",
  "recovery-key": "wrong_recovery_key",
  "headless-key": "wrong_key",
  "os-keychain": "wrong_key",
};

interface Proving {
  readonly row: UnlockerRow;
  readonly owner: UnlockerOwner;
  readonly proof: Proof;
}

async function proofKey(primitives: Primitives, { row, owner, proof }: Proving): Promise<OwnBytes> {
  switch (proof.kind) {
    case "passphrase": {
      const params = parsePassphraseParams(row.params);
      verifyUnlocker(primitives, owner, row);
      return passphraseKey(primitives, proof.passphrase, params);
    }
    case "recovery-key":
      verifyUnlocker(primitives, owner, row);
      return parseRecoveryKey(proof.recoveryKey);
    case "headless-key":
    case "os-keychain":
      verifyUnlocker(primitives, owner, row);
      return readSecret(proof.key, copyBytes);
  }
}
