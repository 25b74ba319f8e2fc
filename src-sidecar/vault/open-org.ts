import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import { verifyMember, verifyRoot, type MemberPrivateKeys } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { VaultRows } from "./rows.ts";
import { UnlockedOrg, type ScopeKey } from "./unlocked-org.ts";
import type { UnlockerOwner } from "./unlocker.ts";
import { openDekWrap, openScopeWrap, type WrapOwner } from "./wraps.ts";

/** The key rows that an organization opens with. */
export type KeyRows = Pick<VaultRows, "root" | "members" | "orgKeys" | "dekWraps" | "scopeWraps">;

/**
 * The member's public keys, proven by the admin's signature.
 *
 * @throws {VaultError} `member_unknown`, `root_signature`, `member_signature`.
 */
export function verifiedOwner(primitives: Primitives, rows: KeyRows, memberId: string): UnlockerOwner {
  const member = rows.members.find((row) => row.memberId === memberId);
  if (member === undefined) throw new VaultError("member_unknown");
  verifyRoot(primitives, rows.root);
  verifyMember(primitives, rows.root, member);
  return { root: rows.root, member };
}

/**
 * Opens every key that is sealed to this member.
 *
 * One wrap that does not hold fails the whole: a database that spoils wraps must not choose which keys are used.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`, `key_unavailable` (the active version is not among them).
 */
export function openOrg(primitives: Primitives, rows: KeyRows, owner: WrapOwner): UnlockedOrg {
  const { orgId, memberId } = owner.member;
  const deks = new Map<number, OwnBytes>();
  const scopeKeys: ScopeKey[] = [];
  try {
    for (const row of rows.dekWraps) {
      if (row.memberId === memberId) deks.set(row.version, openDekWrap(primitives, owner, row));
    }
    for (const row of rows.scopeWraps) {
      if (row.memberId === memberId) scopeKeys.push({ ...row, key: openScopeWrap(primitives, owner, row) });
    }
    const activeVersion = activeDekVersion(rows, deks);
    return new UnlockedOrg(orgId, memberId, { recordSuite: owner.root.recordSuite, activeVersion, deks, scopeKeys });
  } catch (error) {
    wipe(...deks.values(), ...scopeKeys.map(({ key }) => key));
    throw error;
  }
}

/** The active version must be the newest that the member holds: a database that marks an old one active would bring back an old key. */
function activeDekVersion(rows: KeyRows, deks: ReadonlyMap<number, OwnBytes>): number {
  const active = rows.orgKeys.filter(({ state }) => state === "active").map(({ version }) => version);
  const [version] = active;
  if (version === undefined || active.length !== 1) throw new VaultError("key_unavailable");
  if (version !== Math.max(...deks.keys())) throw new VaultError("key_unavailable");
  return version;
}

/** Opens the organization with the member's private keys, which are wiped however it ends. */
export function openOrgAndWipe(
  primitives: Primitives,
  rows: KeyRows,
  owner: UnlockerOwner,
  keys: MemberPrivateKeys,
): UnlockedOrg {
  try {
    return openOrg(primitives, rows, { ...owner, keys });
  } finally {
    wipe(keys.boxPrivateKey, keys.signSeed);
  }
}
