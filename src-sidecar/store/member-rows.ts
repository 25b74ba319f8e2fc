import type { OrgDb } from "./recorder.ts";
import type { MemberRow, OrgRow } from "./tables.ts";

export async function insertOrg(tx: OrgDb, row: OrgRow): Promise<void> {
  await tx.insertInto("org").values(row).execute();
}

/** Members in the order they came. */
export async function memberRows(db: OrgDb): Promise<readonly MemberRow[]> {
  return db.selectFrom("member").selectAll().orderBy("created_at").orderBy("id").execute();
}

export async function insertMember(tx: OrgDb, row: MemberRow): Promise<void> {
  await tx.insertInto("member").values(row).execute();
}
