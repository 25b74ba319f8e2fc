import { VaultError } from "./errors.ts";
import { verifyInvitation } from "./invitation-rows.ts";
import { verifyMember, verifyRoot } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyRows, MemberKeyRow } from "./rows.ts";
import { verifiedAdminKeys } from "./succession.ts";
import { readTeamMembers, verifyTeam } from "./team-rows.ts";
import { verifyUnlocker } from "./unlocker.ts";
import { adminWrap, dekWrap, scopeWrap, verifyWrap } from "./wraps.ts";

/**
 * Checks every signature of the key rows. What an admin adds to or signs anew must not carry along what no admin had signed.
 *
 * @throws {VaultError} `root_signature`, `admin_succession`, `member_signature`, `team_signature`, `wrap_signature`,
 * `unlocker_signature`, `invitation_invalid`.
 */
export function verifyKeyRows(primitives: Primitives, rows: KeyRows): void {
  const { root, successions } = rows;
  verifyRoot(primitives, root);
  verifiedAdminKeys(primitives, rows);
  for (const member of rows.members) verifyMember(primitives, root, member);
  const members = new Map(rows.members.map((member) => [member.memberId, member]));
  for (const team of rows.teams) {
    verifyTeam(primitives, root, team);
    if (!readTeamMembers(team).every((id) => members.has(id))) throw new VaultError("team_signature");
  }
  const holder = (row: { readonly memberId: string }) => ({
    root,
    member: requireMember(members, row, "wrap_signature"),
  });
  for (const row of rows.dekWraps) verifyWrap(primitives, holder(row), dekWrap(row));
  for (const row of rows.scopeWraps) verifyWrap(primitives, holder(row), scopeWrap(row));
  for (const row of rows.adminWraps) verifyWrap(primitives, holder(row), adminWrap(row, root));
  for (const row of rows.unlockers) {
    const member = requireMember(members, row, "unlocker_signature");
    verifyUnlocker(primitives, { root, successions, member }, row);
  }
  for (const row of rows.invitations) verifyInvitation(primitives, root, row);
}

function requireMember(
  members: ReadonlyMap<string, MemberKeyRow>,
  { memberId }: { readonly memberId: string },
  code: "wrap_signature" | "unlocker_signature",
): MemberKeyRow {
  const member = members.get(memberId);
  if (member === undefined) throw new VaultError(code);
  return member;
}
