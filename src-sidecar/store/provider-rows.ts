import type { ProviderId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";
import type { JsonText, ProviderRow } from "./tables.ts";

/** All providers, by name. */
export async function providerRows(db: OrgDb): Promise<readonly ProviderRow[]> {
  return db.selectFrom("provider").selectAll().orderBy("name").execute();
}

export async function insertProviderRow(tx: OrgDb, row: ProviderRow): Promise<void> {
  await tx.insertInto("provider").values(row).execute();
}

/** False when there is no such provider. */
export async function updateProviderRow(
  tx: OrgDb,
  id: ProviderId,
  change: Pick<ProviderRow, "name" | "config" | "revision">,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable("provider").set(change).where("id", "=", id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Notes as whom Gatehouse is known at a provider. It gives no power. */
export async function noteRegistrations(tx: OrgDb, id: ProviderId, registrations: JsonText): Promise<void> {
  await tx.updateTable("provider").set({ registrations }).where("id", "=", id).execute();
}

/** Removes a provider with the notes of its accounts. False when there is no such provider. */
export async function deleteProviderRow(tx: OrgDb, id: ProviderId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("provider").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}
