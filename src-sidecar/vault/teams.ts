import type { AdminWork } from "./admin-work.ts";
import { readTeamMembers, signTeam, teamRecipients, writeTeamMembers } from "./team-rows.ts";
import { wrapScopeKey } from "./wraps.ts";

/**
 * Says who is in a team: the key is sealed to who is new, and whoever left costs the team a new key.
 *
 * @throws {VaultError} `member_unknown`, `scope_locked`.
 */
export function setTeam(work: AdminWork, teamId: string, memberIds: readonly string[]): void {
  const { rows, draft } = work;
  const present = rows.teams.find((row) => row.teamId === teamId);
  const recipients = teamRecipients(rows, memberIds);
  const isOfTeam = wrapsOf(teamId);
  const leavers = rows.scopeWraps.filter((row) => isOfTeam(row) && !recipients.has(row.memberId));
  draft.removeWhere(({ table, row }) => table === "scopeWraps" && leavers.includes(row));

  const isRenewed = present === undefined || leavers.length > 0;
  const version = (present?.version ?? 0) + (isRenewed ? 1 : 0);
  if (isRenewed) work.drawTeamKey(teamId, version);
  const versions = work.teamVersions(teamId);
  for (const memberId of recipients) giveTeamKeys(work, { teamId, memberId, versions });

  const members = writeTeamMembers(memberIds);
  if (!isRenewed && present.members === members) return;
  const team = { orgId: rows.root.orgId, teamId, version, members, createdAt: present?.createdAt ?? work.now };
  draft.put({ table: "teams", row: signTeam(work.primitives, work.admin, team) });
}

/** Goes through every team after somebody became or ceased to be an admin or a member. */
export function refreshTeams(work: AdminWork): void {
  const present = new Set(work.rows.members.map(({ memberId }) => memberId));
  for (const team of work.rows.teams) {
    setTeam(
      work,
      team.teamId,
      readTeamMembers(team).filter((id) => present.has(id)),
    );
  }
}

/** Takes a team's keys away. Whether there was such a team. */
export function removeTeam({ rows, draft }: AdminWork, teamId: string): boolean {
  const isOfTeam = wrapsOf(teamId);
  draft.removeWhere(
    ({ table, row }) => (table === "teams" && row.teamId === teamId) || (table === "scopeWraps" && isOfTeam(row)),
  );
  return rows.teams.some((row) => row.teamId === teamId);
}

/** Seals every version that records may be under, also for who came later. */
function giveTeamKeys(
  work: AdminWork,
  { teamId, memberId, versions }: { teamId: string; memberId: string; versions: readonly number[] },
): void {
  const isOfTeam = wrapsOf(teamId);
  const mine = work.rows.scopeWraps.filter((row) => isOfTeam(row) && row.memberId === memberId);
  const member = work.member(memberId);
  for (const version of versions) {
    if (mine.some((row) => row.version === version)) continue;
    const key = work.teamKey(teamId, version);
    const wish = { scope: "team", scopeId: teamId, version, key } as const;
    work.draft.put({ table: "scopeWraps", row: wrapScopeKey(work.primitives, work.admin.seed, member, wish) });
  }
}

function wrapsOf(teamId: string) {
  return (row: { readonly scope: string; readonly scopeId: string }): boolean =>
    row.scope === "team" && row.scopeId === teamId;
}
