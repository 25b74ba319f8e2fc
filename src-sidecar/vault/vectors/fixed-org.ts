import crypto from "node:crypto";
import { Secret } from "../../base/secret.ts";
import { createOrgKeys, type CreatedOrg } from "../create-org.ts";
import { copyBytes } from "../key-bytes.ts";
import { drawKey, drawMemberKeys, signMember, type MemberPrivateKeys } from "../member-keys.ts";
import { drawPassphraseParams, parsePassphraseParams, passphraseKey } from "../passphrase.ts";
import { openPrimitives, type Primitives } from "../primitives.ts";
import type { KeyRows, MemberKeyRow } from "../rows.ts";
import type { UnlockedOrg } from "../unlocked-org.ts";
import { protectMemberKeys } from "../unlocker.ts";
import { wrapDek, wrapScopeKey } from "../wraps.ts";

/** The cheapest stretching that the vault accepts. */
export const FLOOR_COST = { passes: 2, memoryKiB: 64 * 1024 };
/** The organization. */
export const ORG_ID = "0199a000-0000-7000-8000-000000000001";
/** Its first member and admin. */
export const ADA = "0199a000-0000-7000-8000-00000000000a";
/** A second member. */
export const BO = "0199a000-0000-7000-8000-00000000000b";
/** When all of it was made. */
export const CREATED_AT = Date.UTC(2026, 0, 1);
/** Ada's passphrase: ASCII. */
export const ADA_PASSPHRASE = "correct horse battery staple";
/** Bo's passphrase: with letters that can be composed in two ways. */
export const BO_PASSPHRASE = "Zwölf Boxkämpfer jagen Viktor";

/** Real primitives whose randomness is SHA-256 of a seed and a counter, so that what they make is the same each time. */
export async function fixedPrimitives(seed: string): Promise<Primitives> {
  let counter = 0;
  const fillRandom = (bytes: Uint8Array): void => {
    for (let offset = 0; offset < bytes.byteLength; offset += 32) {
      counter += 1;
      const block = crypto.hash("sha256", `${seed}/${counter}`, "buffer");
      bytes.set(block.subarray(0, Math.min(32, bytes.byteLength - offset)), offset);
    }
  };
  return { ...(await openPrimitives()), fillRandom };
}

/** An organization whose only member is Ada, its admin. */
export function createFixedOrg(
  primitives: Primitives,
  { orgId = ORG_ID, recordSuite = 1 }: { readonly orgId?: string; readonly recordSuite?: 1 | 2 } = {},
): Promise<CreatedOrg> {
  let ids = 0;
  const newId = (): string => `unlocker-${(ids += 1)}`;
  const passphrase = Secret.fromText(ADA_PASSPHRASE);
  const wish = { orgId, memberId: ADA, passphrase, now: CREATED_AT, newId, cost: FLOOR_COST, recordSuite };
  return createOrgKeys(primitives, wish);
}

/** Ada's rows with Bo added as a member who has a passphrase and a scope key of his own. */
export async function withSecondMember<Rows extends KeyRows>(
  primitives: Primitives,
  rows: Rows,
  ada: UnlockedOrg,
): Promise<Rows> {
  const keys = drawMemberKeys(primitives);
  const adminSeed = adminSeedOf(ada);
  const member = secondMember(primitives, rows, { keys, adminSeed });
  const params = drawPassphraseParams(primitives, FLOOR_COST);
  const passphrase = Secret.fromText(BO_PASSPHRASE);
  const inputKey = await passphraseKey(primitives, passphrase, parsePassphraseParams(params));
  const facts = { id: "unlocker-bo", kind: "passphrase", params, createdAt: CREATED_AT } as const;
  const unlocker = protectMemberKeys(
    primitives,
    { owner: { root: rows.root, successions: rows.successions, member }, facts },
    keys,
    inputKey,
  );
  const scopeKey = { scope: "user", scopeId: BO, version: 1, key: drawKey(primitives) } as const;
  return {
    ...rows,
    members: [...rows.members, member],
    unlockers: [...rows.unlockers, unlocker],
    dekWraps: [...rows.dekWraps, wrapDek(primitives, adminSeed, member, { version: 1, key: ada.dek(1) })],
    scopeWraps: [...rows.scopeWraps, wrapScopeKey(primitives, keys.signSeed, member, scopeKey)],
  };
}

/** The organization's signing seed, as its admin holds it. */
export function adminSeedOf(admin: UnlockedOrg): Uint8Array<ArrayBuffer> {
  return copyBytes(admin.admin.seed);
}

function secondMember(
  primitives: Primitives,
  { root }: KeyRows,
  by: { readonly keys: MemberPrivateKeys; readonly adminSeed: Uint8Array<ArrayBuffer> },
): MemberKeyRow {
  const { sodium } = primitives;
  const admin = { seed: by.adminSeed, publicKey: root.adminPublicKey };
  return signMember(primitives, admin, {
    orgId: root.orgId,
    memberId: BO,
    boxPublicKey: sodium.boxPublicKey(by.keys.boxPrivateKey),
    signPublicKey: sodium.signPublicKey(by.keys.signSeed),
    createdAt: CREATED_AT,
  });
}
