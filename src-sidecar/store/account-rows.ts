import type { AccountId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { AccountRow } from "./tables.ts";

/** All connected accounts, oldest first. */
export async function accountRows(db: OrgDb): Promise<readonly AccountRow[]> {
  return db.selectFrom("account").selectAll().orderBy("connected_at").orderBy("id").execute();
}

/** Puts an account in the place of the one that its owner has at this provider, if there is one. */
export async function putAccountRow(tx: OrgDb, row: AccountRow): Promise<void> {
  await tx
    .deleteFrom("account")
    .where("provider_id", "=", row.provider_id)
    .where("member_id", row.member_id === null ? "is" : "=", row.member_id)
    .execute();
  await tx.insertInto("account").values(row).execute();
}

/** False when there is no such account. */
export async function updateAccountRow(
  tx: OrgDb,
  id: AccountId,
  change: Partial<Omit<AccountRow, "id" | "provider_id" | "member_id">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("account").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function touchAccountRow(tx: OrgDb, id: AccountId, lastUsedAt: number): Promise<void> {
  await tx.updateTable("account").set({ last_used_at: lastUsedAt }).where("id", "=", id).execute();
}

/** False when there is no such account. */
export async function deleteAccountRow(tx: OrgDb, id: AccountId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("account").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}
