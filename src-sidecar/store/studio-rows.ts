import type { Kysely } from "kysely";
import type { OrgId } from "../../src-contract/ids.ts";
import type { OrgEntryRow, StudioTables } from "./tables.ts";

type StudioDb = Kysely<StudioTables>;

/** The organizations of this studio, oldest first. */
export async function orgEntries(db: StudioDb): Promise<readonly OrgEntryRow[]> {
  return db.selectFrom("org").selectAll().orderBy("created_at").execute();
}

export async function insertOrgEntry(db: StudioDb, row: OrgEntryRow): Promise<void> {
  await db.insertInto("org").values(row).execute();
}

export async function renameOrgEntry(db: StudioDb, id: OrgId, name: string): Promise<void> {
  await db.updateTable("org").set({ name }).where("id", "=", id).execute();
}

export async function deleteOrgEntry(db: StudioDb, id: OrgId): Promise<void> {
  await db.deleteFrom("org").where("id", "=", id).execute();
}

/** A fact about this installation; undefined when it was never noted. */
export async function deviceFact(db: StudioDb, name: string): Promise<string | undefined> {
  const row = await db.selectFrom("device").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

export async function setDeviceFact(db: StudioDb, name: string, value: string): Promise<void> {
  await db.replaceInto("device").values({ name, value }).execute();
}

export async function deleteDeviceFact(db: StudioDb, name: string): Promise<void> {
  await db.deleteFrom("device").where("name", "=", name).execute();
}

/** Name of the device fact that remembers the end of an organization's audit log outside its own database. */
export function auditAnchorName(id: OrgId): string {
  return `audit-anchor:${id}`;
}
