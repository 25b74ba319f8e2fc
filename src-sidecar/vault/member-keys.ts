import { encodeContext } from "./context.ts";
import { VaultError } from "./errors.ts";
import { newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import type { Primitives } from "./primitives.ts";
import type { MemberKeyRow, OrgRootRow } from "./rows.ts";

/** An Ed25519 key that signs rows. The seed is wiped by whoever opened it. */
export interface Signer {
  readonly seed: OwnBytes;
  readonly publicKey: Uint8Array;
}

/** A member's two private keys, open. `wipe` them after use. */
export interface MemberPrivateKeys {
  readonly boxPrivateKey: OwnBytes;
  readonly signSeed: OwnBytes;
}

/** 32 unpredictable bytes in a buffer of their own. */
export function drawKey({ fillRandom }: Pick<Primitives, "fillRandom">): OwnBytes {
  const key = newBytes(32);
  fillRandom(key);
  return key;
}

/** A new Ed25519 key. */
export function drawSigner(primitives: Primitives): Signer {
  const seed = drawKey(primitives);
  return { seed, publicKey: primitives.sodium.signPublicKey(seed) };
}

/** A new member's private keys. */
export function drawMemberKeys(primitives: Primitives): MemberPrivateKeys {
  return { boxPrivateKey: drawKey(primitives), signSeed: drawKey(primitives) };
}

/** Overwrites both keys with zeros. */
export function wipeMemberKeys(keys: MemberPrivateKeys): void {
  wipe(keys.boxPrivateKey, keys.signSeed);
}

/** The organization's key record, signed by its admin. */
export function signRoot(
  { sodium }: Primitives,
  admin: Signer,
  root: Omit<OrgRootRow, "adminPublicKey" | "signature">,
): OrgRootRow {
  const unsigned = { ...root, adminPublicKey: admin.publicKey };
  return { ...unsigned, signature: sodium.sign(admin.seed, rootStatement(unsigned)) };
}

/** @throws {VaultError} `root_signature`. */
export function verifyRoot({ sodium }: Primitives, root: OrgRootRow): void {
  if (!sodium.verify(root.adminPublicKey, rootStatement(root), root.signature)) throw new VaultError("root_signature");
}

/** A member's public keys, signed by the admin. */
export function signMember(
  { sodium }: Primitives,
  admin: Signer,
  member: Omit<MemberKeyRow, "signature">,
): MemberKeyRow {
  return { ...member, signature: sodium.sign(admin.seed, memberStatement(member)) };
}

/** @throws {VaultError} `member_signature`. */
export function verifyMember({ sodium }: Primitives, root: OrgRootRow, member: MemberKeyRow): void {
  const isSigned = sodium.verify(root.adminPublicKey, memberStatement(member), member.signature);
  if (!isSigned || member.orgId !== root.orgId) throw new VaultError("member_signature");
}

function rootStatement(root: Omit<OrgRootRow, "signature">): Uint8Array {
  const { format, orgId, adminPublicKey, recordSuite, createdAt } = root;
  return encodeContext("gatehouse/org-root/1", [format, orgId, adminPublicKey, recordSuite, createdAt]);
}

function memberStatement(member: Omit<MemberKeyRow, "signature">): Uint8Array {
  const { orgId, memberId, boxPublicKey, signPublicKey, createdAt } = member;
  return encodeContext("gatehouse/member-key/1", [orgId, memberId, boxPublicKey, signPublicKey, createdAt]);
}
