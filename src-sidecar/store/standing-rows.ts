import { CompiledQuery } from "kysely";
import type { OrgDb } from "./recorder.ts";
import type { StandingRow } from "./tables.ts";

/** A row with the name of who made it. */
export type StandingByName = StandingRow & { readonly created_by_name: string | null };

/** Every standing approval and scope, newest first. */
export async function standingRows(db: OrgDb): Promise<readonly StandingByName[]> {
  return db
    .selectFrom("standing_approval")
    .leftJoin("member", "member.id", "standing_approval.created_by")
    .selectAll("standing_approval")
    .select("member.name as created_by_name")
    .orderBy("standing_approval.created_at", "desc")
    .orderBy("standing_approval.id", "desc")
    .execute();
}

export async function insertStandingRow(tx: OrgDb, row: StandingRow): Promise<void> {
  await tx.insertInto("standing_approval").values(row).execute();
}

/** Ends one that has not ended. False when there is no such one. */
export async function endStandingRow(
  tx: OrgDb,
  id: StandingRow["id"],
  end: Pick<StandingRow, "ended_at" | "ended_why">,
): Promise<boolean> {
  const query = tx.updateTable("standing_approval").set(end).where("id", "=", id).where("ended_at", "is", null);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return numUpdatedRows > 0n;
}

const USE = "update standing_approval set uses = uses + 1, last_used_at = ? where id = ?";

/** Counts a use. On the path of a call, so its statement is ready-made. */
export async function countStandingUse(tx: OrgDb, id: StandingRow["id"], at: number): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(USE, [at, id]));
}

/** Forgets what ended before a moment. What admins made only an admin can take out of what admins signed. */
export async function deleteEndedStandingRows(tx: OrgDb, before: number, isByAdmin: boolean): Promise<void> {
  const query = tx.deleteFrom("standing_approval").where("ended_at", "<", before);
  await (isByAdmin ? query : query.where("is_named_by_admin", "=", 0)).execute();
}

/** Which of these the log says have ended. */
export async function loggedEndings(db: OrgDb, ids: readonly StandingRow["id"][]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("audit")
    .select("subject")
    .distinct()
    .where("subject", "in", [...ids])
    .where("action", "in", ["standing.revoked", "standing.expired", "scope.ended"])
    .execute();
  return new Set(rows.map(({ subject }) => subject));
}
