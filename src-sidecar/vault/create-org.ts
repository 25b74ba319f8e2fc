import type { Secret } from "../base/secret.ts";
import type { Suite } from "./aead.ts";
import { wipe } from "./key-bytes.ts";
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
import { openOrg } from "./open-org.ts";
import { requireGoodPassphrase } from "./passphrase.ts";
import type { Primitives } from "./primitives.ts";
import { protectByPassphrase, protectByRecoveryKey } from "./protect.ts";
import type { KeyRows, UnlockerRow } from "./rows.ts";
import type { StretchCost } from "./stretch.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import type { UnlockerOwner } from "./unlocker.ts";
import { wrapAdminKey, wrapDek, wrapScopeKey } from "./wraps.ts";

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
  /** The key rows; the manifest is made of them by who stores them. */
  readonly rows: KeyRows;
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
    const member = { owner, keys };
    const { newId, now } = org;
    const recovery = protectByRecoveryKey(primitives, member, { id: newId(), now });
    const how = { id: newId(), now, passphrase: org.passphrase, cost: org.cost };
    const unlockers = [await protectByPassphrase(primitives, member, how), recovery.row];
    const rows = drawOrgKeys(primitives, { org, owner, keys, admin, unlockers });
    // Opened the way every later unlock opens it: a vault that would not open again is never handed out.
    return { rows, recoveryKey: recovery.text, unlocked: openOrg(primitives, rows, { ...owner, keys }) };
  } finally {
    wipe(admin.seed);
    wipeMemberKeys(keys);
  }
}

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
    successions: [],
    root: signRoot(primitives, by.admin, { format: FORMAT, orgId, recordSuite, createdAt }),
    member: signMember(primitives, by.admin, { orgId, memberId, boxPublicKey, signPublicKey, createdAt }),
  };
}

interface Drawing extends Member {
  readonly org: NewOrg;
  readonly admin: Signer;
  readonly unlockers: readonly UnlockerRow[];
}

function drawOrgKeys(primitives: Primitives, { org, owner, keys, admin, unlockers }: Drawing): KeyRows {
  const { orgId, memberId, now: createdAt } = org;
  const { root, member } = owner;
  const dek = drawKey(primitives);
  const scopeKey = drawKey(primitives);
  const mine = { scope: "user", scopeId: memberId, version: FIRST, key: scopeKey } as const;
  const rows: KeyRows = {
    root,
    members: [member],
    unlockers,
    orgKeys: [{ orgId, version: FIRST, state: "active", createdAt }],
    dekWraps: [wrapDek(primitives, admin.seed, member, { version: FIRST, key: dek })],
    scopeWraps: [wrapScopeKey(primitives, keys.signSeed, member, mine)],
    adminWraps: [wrapAdminKey(primitives, admin, member)],
    successions: [],
    teams: [],
    invitations: [],
  };
  wipe(dek, scopeKey);
  return rows;
}
