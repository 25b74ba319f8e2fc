import { fingerprintOf } from "./fingerprint.ts";
import { verifyMember, verifyRoot } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { AnswerRow, MemberKeyRow, UnlockerKind, VaultRows } from "./rows.ts";
import { readTeamMembers, verifyTeam } from "./team-rows.ts";

/** A way of opening the vault, as far as it may be shown. `params` is the row's canonical JSON. */
export interface UnlockerSight {
  readonly kind: UnlockerKind;
  readonly createdAt: number;
  readonly params: string;
}

/** What a member's key rows show of them. */
export interface MemberFacts {
  readonly memberId: string;
  /** Of their public keys: 20 digits in groups of 5. */
  readonly fingerprint: string;
  readonly isAdmin: boolean;
  readonly unlockers: readonly UnlockerSight[];
  /** Ids of the teams that they are in. */
  readonly teams: readonly string[];
}

/** An invitation and its answer. Nothing of the answer is proven before it is confirmed; it stays after that, as the member it became. */
export interface InvitationFacts {
  readonly id: string;
  readonly expiresAt: number;
  readonly answer: { readonly memberId: string; readonly fingerprint: string; readonly at: number } | null;
}

/**
 * What the key rows show of every member. Their signatures hold under the root's key; that the root is the right one is proven at unlock.
 *
 * @throws {VaultError} `root_signature`, `member_signature`, `team_signature`.
 */
export function memberFacts(primitives: Primitives, rows: VaultRows): readonly MemberFacts[] {
  const { root } = rows;
  verifyRoot(primitives, root);
  for (const team of rows.teams) verifyTeam(primitives, root, team);
  const teams = rows.teams.map((team) => ({ id: team.teamId, members: readTeamMembers(team) }));
  return rows.members.map((member) => {
    verifyMember(primitives, root, member);
    const { memberId } = member;
    const own = rows.unlockers.filter((row) => row.memberId === memberId);
    return {
      memberId,
      fingerprint: fingerprintOf(member),
      isAdmin: rows.adminWraps.some((row) => row.memberId === memberId),
      unlockers: own.map(({ kind, createdAt, params }) => ({ kind, createdAt, params })),
      teams: teams.filter(({ members }) => members.includes(memberId)).map(({ id }) => id),
    };
  });
}

/** The invitations with what came of them. */
export function invitationFacts(rows: VaultRows): readonly InvitationFacts[] {
  return rows.invitations.map(({ id, expiresAt, confirmedAs }) => {
    const member = rows.members.find(({ memberId }) => memberId === confirmedAs);
    const answer = member ?? rows.answers.find(({ invitationId }) => invitationId === id);
    return { id, expiresAt, answer: answer === undefined ? null : sightOf(answer) };
  });
}

function sightOf(row: MemberKeyRow | AnswerRow) {
  return { memberId: row.memberId, fingerprint: fingerprintOf(row), at: row.createdAt };
}
