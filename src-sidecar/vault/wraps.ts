import crypto from "node:crypto";
import { encodeContext, hashContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, joinBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import { drawKey, type MemberPrivateKeys } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { DekWrapRow, MemberKeyRow, OrgRootRow, ScopeWrapRow } from "./rows.ts";

const KEY = 32;

/** Which key a wrap holds; the rest of the wrap says for whom. */
export type WrappedKey =
  | { readonly kind: "dek"; readonly version: number }
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

/**
 * Opens a DEK wrap of this member.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`.
 */
export function openDekWrap(primitives: Primitives, owner: WrapOwner, row: DekWrapRow): OwnBytes {
  const wrapped: WrappedKey = { kind: "dek", version: row.version };
  return openWrap(primitives, owner, { row, wrapped, signer: owner.root.adminPublicKey });
}

/**
 * Opens a scope wrap of this member.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`.
 */
export function openScopeWrap(primitives: Primitives, owner: WrapOwner, row: ScopeWrapRow): OwnBytes {
  const { scope, scopeId, version } = row;
  // Another member's user key is sealed to nobody else, so a row that says so was not written by either of them.
  if (scope === "user" && scopeId !== owner.member.memberId) throw new VaultError("wrap_signature");
  const signer = scope === "user" ? owner.member.signPublicKey : owner.root.adminPublicKey;
  return openWrap(primitives, owner, { row, wrapped: { kind: "scope", scope, scopeId, version }, signer });
}

/** Who opens a wrap: the member's verified public keys and the private ones. */
export interface WrapOwner {
  readonly root: OrgRootRow;
  readonly member: MemberKeyRow;
  readonly keys: MemberPrivateKeys;
}

interface Wrapping {
  readonly seed: Uint8Array;
  readonly member: MemberKeyRow;
  readonly wrapped: WrappedKey;
}

interface Unwrapping {
  readonly row: DekWrapRow | ScopeWrapRow;
  readonly wrapped: WrappedKey;
  readonly signer: Uint8Array;
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
    signature: primitives.sodium.sign(seed, encodeContext("gatehouse/key-wrap/1", [...values, sealed])),
  };
}

function openWrap({ sodium }: Primitives, owner: WrapOwner, { row, wrapped, signer }: Unwrapping): OwnBytes {
  const { member, keys } = owner;
  const values = wrapValues(member, wrapped);
  const statement = encodeContext("gatehouse/key-wrap/1", [...values, row.sealed]);
  const isOurs = row.orgId === member.orgId && row.memberId === member.memberId;
  if (!isOurs || !sodium.verify(signer, statement, row.signature)) throw new VaultError("wrap_signature");
  const message = sodium.openSealed(member.boxPublicKey, keys.boxPrivateKey, row.sealed);
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

function wrapValues(member: MemberKeyRow, wrapped: WrappedKey): readonly ContextValue[] {
  const recipient = [member.orgId, member.memberId, member.boxPublicKey];
  if (wrapped.kind === "dek") return [...recipient, "dek", wrapped.version];
  return [...recipient, "scope", wrapped.version, wrapped.scope, wrapped.scopeId];
}
