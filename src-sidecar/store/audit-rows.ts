import { CompiledQuery } from "kysely";
import type { OrgDb } from "./recorder.ts";
import type { AuditRow } from "./tables.ts";

const INSERT =
  "insert into audit (seq, at, actor, action, subject, salt, body, body_hash, prev, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/** Appends an entry. On the path of every call, so its statement is ready-made. */
export async function insertAuditRow(tx: OrgDb, row: AuditRow): Promise<void> {
  const { seq, at, actor, action, subject, salt, body, body_hash, prev, hash } = row;
  await tx.executeQuery(
    CompiledQuery.raw(INSERT, [seq, at, actor, action, subject, salt, body, body_hash, prev, hash]),
  );
}

/** The newest entry. */
export async function lastAuditRow(db: OrgDb): Promise<AuditRow | undefined> {
  return db.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(1).executeTakeFirst();
}

/** Entries after `seq`, oldest first. */
export async function auditRowsAfter(db: OrgDb, seq: number, limit: number): Promise<readonly AuditRow[]> {
  return db.selectFrom("audit").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();
}

/** Entries before `seq` (all when absent), newest first; `actionsNotLike` leaves out a family of actions such as `call.%`. */
export async function auditRowsBefore(
  db: OrgDb,
  filter: { readonly before?: number | undefined; readonly limit: number; readonly actionsNotLike?: string },
): Promise<readonly AuditRow[]> {
  let query = db.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(filter.limit);
  if (filter.before !== undefined) query = query.where("seq", "<", filter.before);
  if (filter.actionsNotLike !== undefined) query = query.where("action", "not like", filter.actionsNotLike);
  return query.execute();
}

/** Everything that was recorded of one subject, oldest first. */
export async function auditRowsOf(db: OrgDb, subject: string): Promise<readonly AuditRow[]> {
  return db.selectFrom("audit").selectAll().where("subject", "=", subject).orderBy("seq").execute();
}

/** The newest entry of an action after `seq`. Looks through everything since, so `seq` must not lie far back for nothing. */
export async function lastAuditRowWith(db: OrgDb, action: string, seq: number): Promise<AuditRow | undefined> {
  return db
    .selectFrom("audit")
    .selectAll()
    .where("seq", ">", seq)
    .where("action", "=", action)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}
