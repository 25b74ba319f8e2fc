import { sql, type ExpressionBuilder } from "kysely";
import type { OrgDb } from "./recorder.ts";
import type { OrgTables, SecretRow, VaultRecordRow } from "./tables.ts";

/** The vault's key records, all of them. */
export async function vaultRecords(db: OrgDb): Promise<readonly VaultRecordRow[]> {
  return db.selectFrom("vault_record").selectAll().orderBy("kind").orderBy("id").execute();
}

/** Stores the records of a new vault; false when there is one already. */
export async function insertVaultRecords(tx: OrgDb, rows: readonly VaultRecordRow[]): Promise<boolean> {
  const present = await tx.selectFrom("vault_record").select("id").limit(1).executeTakeFirst();
  if (present) return false;
  await tx
    .insertInto("vault_record")
    .values([...rows])
    .execute();
  return true;
}

/** What names a record. */
export type VaultRecordName = Pick<VaultRecordRow, "kind" | "id">;

/** One record. */
export async function vaultRecord(db: OrgDb, { kind, id }: VaultRecordName): Promise<VaultRecordRow | undefined> {
  return db.selectFrom("vault_record").selectAll().where("kind", "=", kind).where("id", "=", id).executeTakeFirst();
}

/** Puts a record in the place of the one with the same kind and id. */
export async function putVaultRecord(tx: OrgDb, row: VaultRecordRow): Promise<void> {
  await tx.replaceInto("vault_record").values(row).execute();
}

/** Removes a record; whether there was one. Its pages are overwritten (`secure_delete`). */
export async function deleteVaultRecord(tx: OrgDb, { kind, id }: VaultRecordName): Promise<boolean> {
  const query = tx.deleteFrom("vault_record").where("kind", "=", kind).where("id", "=", id);
  const { numDeletedRows } = await query.executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Overwrites every record with as many zeros and deletes it; how many there were. */
export async function shredVaultRecords(tx: OrgDb): Promise<number> {
  await tx
    .updateTable("vault_record")
    .set({ body: sql<string>`replace(hex(zeroblob(length(body))), '00', '0')` })
    .execute();
  const { numDeletedRows } = await tx.deleteFrom("vault_record").executeTakeFirst();
  return Number(numDeletedRows);
}

/** The columns that name a sealed secret. */
export type SecretName = Pick<SecretRow, "scope" | "scope_id" | "owner_kind" | "owner_id" | "field">;

export async function secretRow(db: OrgDb, name: SecretName): Promise<SecretRow | undefined> {
  return db.selectFrom("secret").selectAll().where(namedAs(name)).executeTakeFirst();
}

export async function secretRows(db: OrgDb): Promise<readonly SecretRow[]> {
  return db.selectFrom("secret").selectAll().orderBy("id").execute();
}

/** Stores a sealed secret if the stored revision is `expectedRev` (0: there must be none); false when it is another. */
export async function putSecretRow(tx: OrgDb, row: SecretRow, expectedRev: number): Promise<boolean> {
  const present = await secretRow(tx, row);
  if ((present?.rev ?? 0) !== expectedRev) return false;
  await tx.replaceInto("secret").values(row).execute();
  return true;
}

/** Removes a sealed secret; whether there was one. Its pages are overwritten (`secure_delete`). */
export async function deleteSecretRow(tx: OrgDb, name: SecretName): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("secret").where(namedAs(name)).executeTakeFirst();
  return numDeletedRows > 0n;
}

function namedAs(name: SecretName) {
  return (e: ExpressionBuilder<OrgTables, "secret">) =>
    e.and({
      scope: name.scope,
      scope_id: name.scope_id,
      owner_kind: name.owner_kind,
      owner_id: name.owner_id,
      field: name.field,
    });
}
