import type { InvitationId, MemberId, OrgId, TeamId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { InvitationRow, MemberRow, OrgRow, TeamMemberRow, TeamRow } from "./tables.ts";

export async function insertOrg(tx: OrgDb, row: OrgRow): Promise<void> {
  await tx.insertInto("org").values(row).execute();
}

export async function renameOrgRow(tx: OrgDb, id: OrgId, name: string): Promise<void> {
  await tx.updateTable("org").set({ name }).where("id", "=", id).execute();
}

/** Members in the order they came, those who left included. */
export async function memberRows(db: OrgDb): Promise<readonly MemberRow[]> {
  return db.selectFrom("member").selectAll().orderBy("created_at").orderBy("id").execute();
}

/** Adds a member, who is active and never signed in unless the row says otherwise. */
export async function insertMember(
  tx: OrgDb,
  row: Pick<MemberRow, "id" | "name" | "role" | "created_at"> & Partial<MemberRow>,
): Promise<void> {
  await tx
    .insertInto("member")
    .values({ state: "active", last_signed_in_at: null, ...row })
    .execute();
}

/** Changes a member's row; false when there is none. */
export async function updateMember(
  tx: OrgDb,
  id: MemberId,
  columns: Partial<Pick<MemberRow, "role" | "state" | "last_signed_in_at">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("member").set(columns).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes the row of somebody who never became a member. */
export async function deleteInvitedMember(tx: OrgDb, id: MemberId): Promise<void> {
  await tx.deleteFrom("member").where("id", "=", id).where("state", "=", "invited").execute();
}

/** Teams by name. */
export async function teamRows(db: OrgDb): Promise<readonly TeamRow[]> {
  return db.selectFrom("team").selectAll().orderBy("name").execute();
}

export async function insertTeam(tx: OrgDb, row: TeamRow): Promise<void> {
  await tx.insertInto("team").values(row).execute();
}

/** Whether there was such a team. */
export async function renameTeamRow(tx: OrgDb, id: TeamId, name: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("team").set({ name }).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether there was such a team. Its memberships go with it. */
export async function deleteTeamRow(tx: OrgDb, id: TeamId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("team").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function teamMemberRows(db: OrgDb): Promise<readonly TeamMemberRow[]> {
  return db.selectFrom("team_member").selectAll().orderBy("team_id").orderBy("member_id").execute();
}

/** Says who is in a team, whoever was before. */
export async function replaceTeamMembers(tx: OrgDb, id: TeamId, members: readonly MemberId[]): Promise<void> {
  await tx.deleteFrom("team_member").where("team_id", "=", id).execute();
  if (members.length === 0) return;
  await tx
    .insertInto("team_member")
    .values(members.map((member_id) => ({ team_id: id, member_id })))
    .execute();
}

/** Takes a member out of every team. */
export async function deleteTeamsOf(tx: OrgDb, id: MemberId): Promise<void> {
  await tx.deleteFrom("team_member").where("member_id", "=", id).execute();
}

/** Invitations in the order they were made. */
export async function invitationRows(db: OrgDb): Promise<readonly InvitationRow[]> {
  return db.selectFrom("invitation").selectAll().orderBy("created_at").orderBy("id").execute();
}

export async function insertInvitation(tx: OrgDb, row: InvitationRow): Promise<void> {
  await tx.insertInto("invitation").values(row).execute();
}

/** Whether there was one. */
export async function deleteInvitation(tx: OrgDb, id: InvitationId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("invitation").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}
