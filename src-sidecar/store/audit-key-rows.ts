import { runAtOnce } from "./dialect.ts";
import type { OrgDb } from "./recorder.ts";
import type { AuditCheckpointRow, AuditKeyRow, AuditSignerRow } from "./tables.ts";

/** The keys that bodies of the log are sealed under, oldest first. */
export async function auditKeyRows(db: OrgDb): Promise<readonly AuditKeyRow[]> {
  return db.selectFrom("audit_key").selectAll().orderBy("number").execute();
}

export async function auditKeyRow(db: OrgDb, number: number): Promise<AuditKeyRow | undefined> {
  return db.selectFrom("audit_key").selectAll().where("number", "=", number).executeTakeFirst();
}

/** Stores a key, in the place of the one of that number. */
export async function putAuditKeyRow(tx: OrgDb, row: AuditKeyRow): Promise<void> {
  await tx.replaceInto("audit_key").values(row).execute();
}

/** Deletes keys whose bodies are all erased. */
export async function deleteAuditKeysBefore(tx: OrgDb, number: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom("audit_key").where("number", "<", number).executeTakeFirst();
  return Number(numDeletedRows);
}

/** The key that signs the log. */
export async function auditSignerRow(db: OrgDb): Promise<AuditSignerRow | undefined> {
  return db.selectFrom("audit_signer").selectAll().executeTakeFirst();
}

/** Stores the key that signs from now on; the one before is overwritten. */
export async function putAuditSignerRow(tx: OrgDb, row: Omit<AuditSignerRow, "id">): Promise<void> {
  await tx
    .replaceInto("audit_signer")
    .values({ id: 1, ...row })
    .execute();
}

/** Every checkpoint, the smallest first. */
export async function auditCheckpoints(db: OrgDb): Promise<readonly AuditCheckpointRow[]> {
  return db.selectFrom("audit_checkpoint").selectAll().orderBy("size").execute();
}

/** The newest checkpoint. */
export async function lastAuditCheckpoint(db: OrgDb): Promise<AuditCheckpointRow | undefined> {
  return db.selectFrom("audit_checkpoint").selectAll().orderBy("size", "desc").limit(1).executeTakeFirst();
}

/** Removes checkpoints over more entries than these. */
export async function dropAuditCheckpointsOver(tx: OrgDb, size: number): Promise<void> {
  await tx.deleteFrom("audit_checkpoint").where("size", ">", size).execute();
}

const INSERT = "insert or replace into audit_checkpoint (size, note) values (?, ?)";
const MOVE = "update or replace audit_checkpoint set size = ?, note = ? where size = ?";

/**
 * Stores a checkpoint. On the path of every call that is worth one, so its statements are ready-made.
 *
 * @param replaces The size of the one whose place it takes; null: it is one more.
 */
export function putAuditCheckpoint(tx: OrgDb, { size, note }: AuditCheckpointRow, replaces: number | null): void {
  if (replaces === null) runAtOnce(tx, INSERT, [size, note]);
  else runAtOnce(tx, MOVE, [size, note, replaces]);
}
