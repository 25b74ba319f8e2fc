import type { CredentialId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { CredentialRow } from "./tables.ts";

/** All credentials, by name. */
export async function credentialRows(db: OrgDb): Promise<readonly CredentialRow[]> {
  return db.selectFrom("credential").selectAll().orderBy("name").execute();
}

export async function insertCredentialRow(tx: OrgDb, row: CredentialRow): Promise<void> {
  await tx.insertInto("credential").values(row).execute();
}

/** Gives a credential another name or reminder; false when there is no such credential. */
export async function updateCredentialRow(
  tx: OrgDb,
  id: CredentialId,
  change: Pick<CredentialRow, "name" | "remind_after_days">,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("credential").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** False when there is no such credential. */
export async function deleteCredentialRow(tx: OrgDb, id: CredentialId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("credential").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function touchCredentialRow(tx: OrgDb, id: CredentialId, lastUsedAt: number): Promise<void> {
  await tx.updateTable("credential").set({ last_used_at: lastUsedAt }).where("id", "=", id).execute();
}
