import { canonicalJson } from "../base/canonical-json.ts";
import { Secret } from "../base/secret.ts";
import type { Suite } from "./aead.ts";
import { copyBytes, wipe } from "./key-bytes.ts";
import {
  drawKey,
  drawMemberKeys,
  drawSigner,
  signMember,
  signRoot,
  wipeMemberKeys,
  type MemberPrivateKeys,
  type Signer,
} from "./member-keys.ts";
import { openOrg, type KeyRows } from "./open-org.ts";
import {
  DEFAULT_COST,
  drawPassphraseParams,
  parsePassphraseParams,
  passphraseKey,
  requireGoodPassphrase,
} from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import { formatRecoveryKey } from "./recovery-key.ts";
import type { AdminKeyRow, UnlockerRow, VaultRows } from "./rows.ts";
import { sealRecord, type RecordContext } from "./seal.ts";
import type { StretchCost } from "./stretch.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import { protectMemberKeys, type UnlockerOwner } from "./unlocker.ts";
import { wrapDek, wrapScopeKey } from "./wraps.ts";

const FORMAT = 1;
const FIRST = 1;

/** A new organization and its first member, who is its admin. */
export interface NewOrg {
  readonly orgId: string;
  readonly memberId: string;
  /** 8 to 4096 bytes; stays as it is, the caller wipes it. */
  readonly passphrase: Secret;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Gives each unlocker its id. */
  readonly newId: () => string;
  readonly cost?: StretchCost;
  /** The suite of credentials; 1 unless the deployment asks for AES-256-GCM. */
  readonly recordSuite?: Suite;
}

/** What `createOrgKeys` made. */
export interface CreatedOrg {
  readonly rows: VaultRows;
  /** The recovery key as text, to be shown once and wiped. It is stored nowhere. */
  readonly recoveryKey: Secret;
  /** The organization, open for its first member. */
  readonly unlocked: UnlockedOrg;
}

/**
 * Draws all the keys of a new organization and protects them by its first member's passphrase and by a recovery key.
 *
 * @throws {VaultError} `passphrase_policy`, `kdf_policy`.
 */
export async function createOrgKeys(primitives: Primitives, org: NewOrg): Promise<CreatedOrg> {
  requireGoodPassphrase(org.passphrase);
  const admin = drawSigner(primitives);
  const keys = drawMemberKeys(primitives);
  try {
    const owner = ownerOf(primitives, org, { admin, keys });
    const recovery = protectByRecoveryKey(primitives, org, { owner, keys });
    const unlockers = [await protectByPassphrase(primitives, org, { owner, keys }), recovery.row];
    const keyRows = drawOrgKeys(primitives, { org, owner, keys, admin });
    // Opened the way every later unlock opens it: a vault that would not open again is never handed out.
    const unlocked = openOrg(primitives, keyRows, { ...owner, keys });
    const adminKeys = [sealAdminKey(primitives, unlocked, admin)];
    return { rows: { ...keyRows, unlockers, adminKeys }, recoveryKey: recovery.text, unlocked };
  } finally {
    wipe(admin.seed);
    wipeMemberKeys(keys);
  }
}

/** Where an admin's copy of the organization's signing seed is sealed. */
export function adminKeyContext(row: Pick<AdminKeyRow, "orgId" | "memberId" | "rev">): RecordContext {
  const { orgId, memberId, rev } = row;
  const owner = { ownerKind: "org", ownerId: orgId, recordId: memberId, field: "admin_signing_seed" };
  return { orgId, scope: "user", scopeId: memberId, ...owner, schema: 1, rev };
}

// A recovery key is 256 random bits, so it needs no stretching.
const RECOVERY_PARAMS = canonicalJson({ alg: "hkdf-sha256" });

interface Member {
  readonly owner: UnlockerOwner;
  readonly keys: MemberPrivateKeys;
}

function ownerOf(primitives: Primitives, org: NewOrg, by: { admin: Signer; keys: MemberPrivateKeys }): UnlockerOwner {
  const { orgId, memberId, now: createdAt, recordSuite = 1 } = org;
  const { sodium } = primitives;
  const boxPublicKey = sodium.boxPublicKey(by.keys.boxPrivateKey);
  const signPublicKey = sodium.signPublicKey(by.keys.signSeed);
  return {
    root: signRoot(primitives, by.admin, { format: FORMAT, orgId, recordSuite, createdAt }),
    member: signMember(primitives, by.admin, { orgId, memberId, boxPublicKey, signPublicKey, createdAt }),
  };
}

async function protectByPassphrase(primitives: Primitives, org: NewOrg, { owner, keys }: Member): Promise<UnlockerRow> {
  const params = drawPassphraseParams(primitives, org.cost ?? DEFAULT_COST);
  const inputKey = await passphraseKey(primitives, org.passphrase, parsePassphraseParams(params));
  const facts = { id: org.newId(), kind: "passphrase", params, createdAt: org.now } as const;
  const row = protectMemberKeys(primitives, { owner, facts }, keys, inputKey);
  wipe(inputKey);
  return row;
}

function protectByRecoveryKey(primitives: Primitives, org: NewOrg, { owner, keys }: Member) {
  const key = drawKey(primitives);
  const facts = { id: org.newId(), kind: "recovery-key", params: RECOVERY_PARAMS, createdAt: org.now } as const;
  const row = protectMemberKeys(primitives, { owner, facts }, keys, key);
  const text = formatRecoveryKey(key);
  wipe(key);
  return { row, text };
}

interface Drawing extends Member {
  readonly org: NewOrg;
  readonly admin: Signer;
}

function drawOrgKeys(primitives: Primitives, { org, owner, keys, admin }: Drawing): KeyRows {
  const { orgId, memberId, now: createdAt } = org;
  const { root, member } = owner;
  const dek = drawKey(primitives);
  const scopeKey = drawKey(primitives);
  const mine = { scope: "user", scopeId: memberId, version: FIRST, key: scopeKey } as const;
  const rows: KeyRows = {
    root,
    members: [member],
    orgKeys: [{ orgId, version: FIRST, state: "active", createdAt }],
    dekWraps: [wrapDek(primitives, admin.seed, member, { version: FIRST, key: dek })],
    scopeWraps: [wrapScopeKey(primitives, keys.signSeed, member, mine)],
  };
  wipe(dek, scopeKey);
  return rows;
}

function sealAdminKey(primitives: Primitives, unlocked: UnlockedOrg, admin: Signer): AdminKeyRow {
  const { orgId, memberId, activeVersion: keyVersion } = unlocked;
  const place = { orgId, memberId, rev: FIRST };
  using seed = Secret.take(copyBytes(admin.seed));
  return { ...place, keyVersion, envelope: sealRecord(primitives, unlocked, adminKeyContext(place), seed) };
}
