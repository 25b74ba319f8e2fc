import { VaultError } from "./errors.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import { verifyMember, verifyRoot, type Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyRows } from "./rows.ts";
import { readTeamMembers, teamRecipients, verifyTeam } from "./team-rows.ts";
import { UnlockedOrg, type ScopeKey } from "./unlocked-org.ts";
import type { UnlockerOwner } from "./unlocker.ts";
import { openAdminWrap, openDekWrap, openScopeWrap, type WrapOwner } from "./wraps.ts";

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
  return { root: rows.root, successions: rows.successions, member };
}

/**
 * Opens every key that is sealed to this member.
 *
 * One wrap that does not hold fails the whole: a database that spoils wraps must not choose which keys are used.
 *
 * @throws {VaultError} `wrap_signature`, `wrap_damaged`, `team_signature`, `key_unavailable` (the active version, or a team's, is not
 * among them).
 */
export function openOrg(primitives: Primitives, rows: KeyRows, owner: WrapOwner): UnlockedOrg {
  const { orgId, memberId } = owner.member;
  const deks = new Map<number, OwnBytes>();
  const scopeKeys: ScopeKey[] = [];
  let admin: Signer | null = null;
  const isMine = (row: { readonly memberId: string }): boolean => row.memberId === memberId;
  try {
    for (const row of rows.dekWraps.filter(isMine)) deks.set(row.version, openDekWrap(primitives, owner, row));
    for (const row of rows.scopeWraps.filter(isMine)) {
      const { scope, scopeId, version } = row;
      scopeKeys.push({ scope, scopeId, version, key: openScopeWrap(primitives, owner, row) });
    }
    for (const row of rows.adminWraps.filter(isMine)) admin = openAdminWrap(primitives, owner, row);
    requireTeamKeys(primitives, { rows, memberId }, scopeKeys);
    const activeVersion = activeDekVersion(rows, deks);
    const keys = { recordSuite: rows.root.recordSuite, activeVersion, deks, scopeKeys, admin };
    return new UnlockedOrg(orgId, memberId, keys);
  } catch (error) {
    wipe(...deks.values(), ...scopeKeys.map(({ key }) => key), ...(admin === null ? [] : [admin.seed]));
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

/** The newest key of each team that this member has a part in must be the one that the admin signed for, and no other. */
function requireTeamKeys(
  primitives: Primitives,
  { rows, memberId }: { readonly rows: KeyRows; readonly memberId: string },
  scopeKeys: readonly ScopeKey[],
): void {
  for (const team of rows.teams) verifyTeam(primitives, rows.root, team);
  const held = scopeKeys.filter(({ scope }) => scope === "team");
  for (const { scopeId } of held) {
    if (!rows.teams.some(({ teamId }) => teamId === scopeId)) throw new VaultError("team_signature");
  }
  for (const team of rows.teams) {
    const versions = held.filter(({ scopeId }) => scopeId === team.teamId).map(({ version }) => version);
    const isRecipient = teamRecipients(rows, readTeamMembers(team)).has(memberId);
    const newest = versions.length === 0 ? undefined : Math.max(...versions);
    if (newest !== (isRecipient ? team.version : undefined)) throw new VaultError("key_unavailable");
  }
}
