import crypto from "node:crypto";
import { encodeContext, hashContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, joinBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { drawKey, type MemberPrivateKeys, type Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { AdminWrapRow, DekWrapRow, MemberKeyRow, OrgRootRow, ScopeWrapRow } from "./rows.ts";

const KEY = 32;

/** Which key a wrap holds; the rest of the wrap says for whom. */
export type WrappedKey =
  | { readonly kind: "dek"; readonly version: number }
  | { readonly kind: "admin"; readonly adminPublicKey: Uint8Array }
  | { readonly kind: "scope"; readonly scope: "team" | "user"; readonly scopeId: string; readonly version: number };

/** Seals a version of the DEK to a member. `adminSeed` signs. */
export function wrapDek(
  primitives: Primitives,
  adminSeed: Uint8Array,
  member: MemberKeyRow,
  dek: { readonly version: number; readonly key: Uint8Array },
): DekWrapRow {
  const { orgId, memberId } = member;
  const wrapped: WrappedKey = { kind: "dek", version: dek.version };
  return { orgId, version: dek.version, memberId, ...wrap(primitives, { seed: adminSeed, member, wrapped }, dek.key) };
}

/** Seals a scope key to a member. The signer is the member for the scope `user`, the admin for `team`. */
export function wrapScopeKey(
  primitives: Primitives,
  signSeed: Uint8Array,
  member: MemberKeyRow,
  scopeKey: Pick<ScopeWrapRow, "scope" | "scopeId" | "version"> & { readonly key: Uint8Array },
): ScopeWrapRow {
  const { scope, scopeId, version, key } = scopeKey;
  const wrapped: WrappedKey = { kind: "scope", scope, scopeId, version };
  const { orgId, memberId } = member;
  return { orgId, scope, scopeId, version, memberId, ...wrap(primitives, { seed: signSeed, member, wrapped }, key) };
}

/** Seals the admin's seed to a member, who is an admin from then on. The key signs for itself. */
export function wrapAdminKey(primitives: Primitives, admin: Signer, member: MemberKeyRow): AdminWrapRow {
  const { orgId, memberId } = member;
  const wrapped: WrappedKey = { kind: "admin", adminPublicKey: admin.publicKey };
  return { orgId, memberId, ...wrap(primitives, { seed: admin.seed, member, wrapped }, admin.seed) };
}

/**
 * Checks that a wrap was given by who may give it, for this member.
 *
 * @throws {VaultError} `wrap_signature`.
 */
export function verifyWrap(primitives: Primitives, holder: WrapHolder, { row, wrapped }: Wrap): void {
  const statement = wrapStatement(holder.member, wrapped, row.sealed);
  const isOurs = row.orgId === holder.member.orgId && row.memberId === holder.member.memberId;
  if (!isOurs || !primitives.sodium.verify(signerOf(holder, wrapped), statement, row.signature))
    throw new VaultError("wrap_signature");
}

/** The same wrap signed anew, as after the admin key was handed over. What is sealed stays. */
export function resignWrap<Row extends Wrap["row"]>(
  { sodium }: Primitives,
  seed: Uint8Array,
  member: MemberKeyRow,
  { row, wrapped }: { readonly row: Row; readonly wrapped: WrappedKey },
): Row {
  return { ...row, signature: sodium.sign(seed, wrapStatement(member, wrapped, row.sealed)) };
}

/** A DEK wrap with what it says it holds. */
export function dekWrap(row: DekWrapRow): { readonly row: DekWrapRow; readonly wrapped: WrappedKey } {
  return { row, wrapped: { kind: "dek", version: row.version } };
}

/** A scope wrap with what it says it holds. */
export function scopeWrap(row: ScopeWrapRow): { readonly row: ScopeWrapRow; readonly wrapped: WrappedKey } {
  const { scope, scopeId, version } = row;
  return { row, wrapped: { kind: "scope", scope, scopeId, version } };
}

/** An admin wrap with the key that it must hold. */
export function adminWrap(row: AdminWrapRow, { adminPublicKey }: Pick<OrgRootRow, "adminPublicKey">): Wrap {
  return { row, wrapped: { kind: "admin", adminPublicKey } };
}

/**
 * Opens a DEK wrap of this member.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`.
 */
export function openDekWrap(primitives: Primitives, owner: WrapOwner, row: DekWrapRow): OwnBytes {
  return openWrap(primitives, owner, dekWrap(row));
}

/**
 * Opens a scope wrap of this member.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`.
 */
export function openScopeWrap(primitives: Primitives, owner: WrapOwner, row: ScopeWrapRow): OwnBytes {
  return openWrap(primitives, owner, scopeWrap(row));
}

/**
 * Opens the admin's key, which must be the root's.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`.
 */
export function openAdminWrap(primitives: Primitives, owner: WrapOwner, row: AdminWrapRow): Signer {
  const { adminPublicKey } = owner.root;
  const seed = openWrap(primitives, owner, adminWrap(row, owner.root));
  const publicKey = primitives.sodium.signPublicKey(seed);
  if (crypto.timingSafeEqual(publicKey, adminPublicKey)) return { seed, publicKey };
  wipe(seed);
  throw new VaultError("wrap_damaged");
}

/** Whom a wrap is for: the member's public keys, and the root that says who the admin is. */
export interface WrapHolder {
  readonly root: Pick<OrgRootRow, "adminPublicKey">;
  readonly member: MemberKeyRow;
}

/** Who opens a wrap: the member's verified public keys and the private ones. */
export interface WrapOwner extends WrapHolder {
  readonly keys: MemberPrivateKeys;
}

/** A wrap and what it says it holds. */
export interface Wrap {
  readonly row: DekWrapRow | ScopeWrapRow | AdminWrapRow;
  readonly wrapped: WrappedKey;
}

interface Wrapping {
  readonly seed: Uint8Array;
  readonly member: MemberKeyRow;
  readonly wrapped: WrappedKey;
}

function wrap(primitives: Primitives, { seed, member, wrapped }: Wrapping, key: Uint8Array) {
  const values = wrapValues(member, wrapped);
  // A sealed box names no sender, so the signature says who gave the key, and the inner hash says for what.
  const message = joinBytes(key, hashContext("gatehouse/wrapped-key/1", values));
  const ephemeral = drawKey(primitives);
  const sealed = primitives.sodium.sealTo(member.boxPublicKey, ephemeral, message);
  wipe(message, ephemeral);
  return {
    sealed,
    signature: primitives.sodium.sign(seed, wrapStatement(member, wrapped, sealed)),
  };
}

function openWrap(primitives: Primitives, owner: WrapOwner, wrapping: Wrap): OwnBytes {
  verifyWrap(primitives, owner, wrapping);
  const { member, keys } = owner;
  const { row, wrapped } = wrapping;
  const values = wrapValues(member, wrapped);
  const message = primitives.sodium.openSealed(member.boxPublicKey, keys.boxPrivateKey, row.sealed);
  if (message === undefined) throw new VaultError("wrap_damaged");
  const isForThis =
    message.byteLength === 2 * KEY &&
    crypto.timingSafeEqual(message.subarray(KEY), hashContext("gatehouse/wrapped-key/1", values));
  const key = copyBytes(message.subarray(0, KEY));
  wipe(message);
  if (isForThis) return key;
  wipe(key);
  throw new VaultError("wrap_damaged");
}

function signerOf({ root, member }: WrapHolder, wrapped: WrappedKey): Uint8Array {
  if (wrapped.kind !== "scope" || wrapped.scope === "team") return root.adminPublicKey;
  // Another member's user key is sealed to nobody else, so a row that says so was not written by either of them.
  if (wrapped.scopeId !== member.memberId) throw new VaultError("wrap_signature");
  return member.signPublicKey;
}

function wrapStatement(member: MemberKeyRow, wrapped: WrappedKey, sealed: Uint8Array): Uint8Array {
  return encodeContext("gatehouse/key-wrap/1", [...wrapValues(member, wrapped), sealed]);
}

function wrapValues(member: MemberKeyRow, wrapped: WrappedKey): readonly ContextValue[] {
  const recipient = [member.orgId, member.memberId, member.boxPublicKey];
  switch (wrapped.kind) {
    case "dek":
      return [...recipient, "dek", wrapped.version];
    case "admin":
      return [...recipient, "admin", wrapped.adminPublicKey];
    case "scope":
      return [...recipient, "scope", wrapped.version, wrapped.scope, wrapped.scopeId];
  }
}
