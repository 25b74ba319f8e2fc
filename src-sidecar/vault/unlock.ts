import type { Secret } from "../base/secret.ts";
import { VaultError, type VaultErrorCode } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import { wipeMemberKeys, type MemberPrivateKeys } from "./member-keys.ts";
import { openOrgAndWipe, verifiedOwner } from "./open-org.ts";
import {
  DEFAULT_COST,
  drawPassphraseParams,
  parsePassphraseParams,
  passphraseKey,
  requireGoodPassphrase,
} from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import type { UnlockerRow, VaultRows } from "./rows.ts";
import type { StretchCost } from "./stretch.ts";
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
 * @throws {VaultError} `wrong_passphrase`, `wrong_recovery_key`, `recovery_key_malformed`, `member_unknown`, `unlocker_missing`,
 * `kdf_policy`, `root_signature`, `member_signature`, `unlocker_signature`, `wrap_signature`, `wrap_damaged`, `key_unavailable`,
 * `envelope_damaged`.
 */
export async function unlockOrg(
  primitives: Primitives,
  rows: VaultRows,
  memberId: string,
  proof: Proof,
): Promise<UnlockedOrg> {
  const owner = verifiedOwner(primitives, rows, memberId);
  const keys = await openMemberKeys(primitives, { rows, owner, proof });
  return openOrgAndWipe(primitives, rows, owner, keys);
}

/** A member's wish for a new passphrase, with what still opens the vault today. */
export interface PassphraseChange {
  readonly memberId: string;
  readonly proof: Proof;
  readonly next: Secret;
  /** The new unlocker's id. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly cost?: StretchCost;
}

/**
 * Makes the passphrase unlocker that replaces the member's present one. No key changes, so nothing else is sealed anew.
 *
 * An old copy of the database still opens with the old passphrase: a passphrase that leaked needs a rotation too.
 *
 * @throws {VaultError} `passphrase_policy`, and as `unlockOrg`.
 */
export async function changePassphrase(
  primitives: Primitives,
  rows: VaultRows,
  change: PassphraseChange,
): Promise<UnlockerRow> {
  requireGoodPassphrase(change.next);
  const owner = verifiedOwner(primitives, rows, change.memberId);
  const keys = await openMemberKeys(primitives, { rows, owner, proof: change.proof });
  try {
    const params = drawPassphraseParams(primitives, change.cost ?? DEFAULT_COST);
    const inputKey = await passphraseKey(primitives, change.next, parsePassphraseParams(params));
    const facts = { id: change.id, kind: "passphrase", params, createdAt: change.now } as const;
    const row = protectMemberKeys(primitives, { owner, facts }, keys, inputKey);
    wipe(inputKey);
    return row;
  } finally {
    wipeMemberKeys(keys);
  }
}

interface Opening {
  readonly rows: VaultRows;
  readonly owner: UnlockerOwner;
  readonly proof: Proof;
}

async function openMemberKeys(primitives: Primitives, { rows, owner, proof }: Opening): Promise<MemberPrivateKeys> {
  const row = rows.unlockers.find(({ memberId, kind }) => memberId === owner.member.memberId && kind === proof.kind);
  if (row === undefined) throw new VaultError("unlocker_missing");
  const inputKey = await proofKey(primitives, { row, owner, proof });
  try {
    return openUnlocker(primitives, owner, row, inputKey);
  } catch (cause) {
    if (cause instanceof VaultError && cause.code === "key_commitment")
      throw new VaultError(WRONG[proof.kind], { cause });
    throw cause;
  } finally {
    wipe(inputKey);
  }
}

const WRONG: Readonly<Record<Proof["kind"], VaultErrorCode>> = {
  passphrase: "wrong_passphrase",
  "recovery-key": "wrong_recovery_key",
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
  }
}
