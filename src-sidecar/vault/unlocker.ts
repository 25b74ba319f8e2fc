import { openBox, sealBox } from "./committed-box.ts";
import { isSuite } from "./aead.ts";
import { encodeContext, hashContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, joinBytes, wipe } from "./key-bytes.ts";
import type { MemberPrivateKeys } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { MemberKeyRow, OrgRootRow, SuccessionRow, UnlockerRow } from "./rows.ts";
import { requireAdminLine } from "./succession.ts";

const MAGIC = "GHU1";
const HEAD_BYTES = 8;
const KEY = 32;

/** Whom an unlocker belongs to, and the admin keys that it may have been made under. */
export interface UnlockerOwner {
  readonly root: OrgRootRow;
  readonly successions: readonly SuccessionRow[];
  readonly member: MemberKeyRow;
}

/** What an unlocker row says in the clear. */
export type UnlockerFacts = Pick<UnlockerRow, "id" | "kind" | "params" | "createdAt">;

/** Protects a member's private keys under `inputKey` (32 bytes) and signs the row with the member's own key. */
export function protectMemberKeys(
  primitives: Primitives,
  { owner, facts }: { readonly owner: UnlockerOwner; readonly facts: UnlockerFacts },
  keys: MemberPrivateKeys,
  inputKey: Uint8Array,
): UnlockerRow {
  const { recordSuite: suite, adminPublicKey } = owner.root;
  const pinned = { ...facts, adminPublicKey };
  const head = Buffer.from([...Buffer.from(MAGIC, "latin1"), suite, 0, 0, 0]);
  const contextHash = hashContext("gatehouse/member-private-keys/1", [head, ...unlockerValues(owner, pinned)]);
  const plaintext = joinBytes(keys.boxPrivateKey, keys.signSeed);
  const protectedKeys = sealBox(primitives, { suite, inputKey, contextHash }, head, plaintext);
  wipe(plaintext);
  const { orgId, memberId } = owner.member;
  const statement = unlockerStatement(owner, pinned, protectedKeys);
  const signature = primitives.sodium.sign(keys.signSeed, statement);
  const { id, kind, params, createdAt } = facts;
  return { id, orgId, memberId, kind, params, createdAt, adminPublicKey, protectedKeys, signature };
}

/**
 * Checks that an unlocker is this member's own, and that the admin key it was made under is the root's or handed over to it, before
 * anything else that it says is used.
 *
 * @throws {VaultError} `unlocker_signature`, `admin_succession`.
 */
export function verifyUnlocker(primitives: Primitives, owner: UnlockerOwner, row: UnlockerRow): void {
  const isOurs = row.orgId === owner.member.orgId && row.memberId === owner.member.memberId;
  const statement = unlockerStatement(owner, row, row.protectedKeys);
  if (!isOurs || !primitives.sodium.verify(owner.member.signPublicKey, statement, row.signature))
    throw new VaultError("unlocker_signature");
  requireAdminLine(primitives, owner, row.adminPublicKey);
}

/**
 * Opens a verified unlocker.
 *
 * @returns The member's private keys; the caller wipes them.
 * @throws {VaultError} `key_commitment` (not the key it was protected under), `envelope_damaged`, `unknown_version`, `unknown_suite`.
 */
export function openUnlocker(
  primitives: Primitives,
  owner: UnlockerOwner,
  row: UnlockerRow,
  inputKey: Uint8Array,
): MemberPrivateKeys {
  const head = row.protectedKeys.subarray(0, HEAD_BYTES);
  const suite = head[4];
  if (head.byteLength < HEAD_BYTES) throw new VaultError("envelope_damaged");
  if (Buffer.from(head.subarray(0, 4)).toString("latin1") !== MAGIC) throw new VaultError("unknown_version");
  if (!isSuite(suite)) throw new VaultError("unknown_suite");
  const contextHash = hashContext("gatehouse/member-private-keys/1", [head, ...unlockerValues(owner, row)]);
  const plaintext = openBox(primitives, { suite, inputKey, contextHash }, row.protectedKeys.subarray(HEAD_BYTES));
  try {
    if (plaintext.byteLength !== 2 * KEY) throw new VaultError("envelope_damaged");
    return { boxPrivateKey: copyBytes(plaintext.subarray(0, KEY)), signSeed: copyBytes(plaintext.subarray(KEY)) };
  } finally {
    wipe(plaintext);
  }
}

type PinnedFacts = UnlockerFacts & Pick<UnlockerRow, "adminPublicKey">;

function unlockerStatement(owner: UnlockerOwner, facts: PinnedFacts, protectedKeys: Uint8Array): Uint8Array {
  return encodeContext("gatehouse/unlocker/1", [...unlockerValues(owner, facts), protectedKeys]);
}

function unlockerValues({ member }: UnlockerOwner, facts: PinnedFacts): readonly ContextValue[] {
  const { id, kind, params, createdAt, adminPublicKey } = facts;
  const { boxPublicKey, signPublicKey } = member;
  // The admin's key is among them: a hostile database that pins its own gets no passphrase to open anything.
  const trust = [adminPublicKey, boxPublicKey, signPublicKey];
  return [member.orgId, member.memberId, id, kind, params, createdAt, ...trust];
}
