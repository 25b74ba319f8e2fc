import { sql } from "kysely";
import { runAtOnce } from "./dialect.ts";
import type { OrgDb } from "./recorder.ts";
import type { AuditRow } from "./tables.ts";

const INSERT =
  "insert into audit (seq, at, actor, action, subject, salt, body, body_hash, prev, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/** Appends an entry. On the path of every call, so its statement is ready-made. */
export function insertAuditRow(tx: OrgDb, row: AuditRow): void {
  const { seq, at, actor, action, subject, salt, body, body_hash, prev, hash } = row;
  runAtOnce(tx, INSERT, [seq, at, actor, action, subject, salt, body, body_hash, prev, hash]);
}

/** The newest entry. */
export async function lastAuditRow(db: OrgDb): Promise<AuditRow | undefined> {
  return db.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(1).executeTakeFirst();
}

/** An entry by its number. */
export async function auditRowAt(db: OrgDb, seq: number): Promise<AuditRow | undefined> {
  return db.selectFrom("audit").selectAll().where("seq", "=", seq).executeTakeFirst();
}

/** Entries after `seq`, oldest first. */
export async function auditRowsAfter(db: OrgDb, seq: number, limit: number): Promise<readonly AuditRow[]> {
  return db.selectFrom("audit").selectAll().where("seq", ">", seq).orderBy("seq").limit(limit).execute();
}

/** The numbers and hashes of entries after `seq`, oldest first. */
export async function auditHashesAfter(
  db: OrgDb,
  seq: number,
  limit: number,
): Promise<readonly Pick<AuditRow, "seq" | "hash">[]> {
  return db.selectFrom("audit").select(["seq", "hash"]).where("seq", ">", seq).orderBy("seq").limit(limit).execute();
}

/** Which entries are wanted; all that are given must hold. */
export interface AuditRowFilter {
  /** Patterns of `like`, one of which the action must match; absent: any action. */
  readonly actionsLike?: readonly string[] | undefined;
  /** Patterns of `like`, none of which the action may match. */
  readonly actionsNotLike?: readonly string[] | undefined;
  /** Words that must stand in actor, action or subject. */
  readonly text?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: number | undefined;
  /** Up to and including this moment. */
  readonly to?: number | undefined;
}

/** Entries before `before` (all when absent), newest first. */
export async function auditRowsBefore(
  db: OrgDb,
  filter: AuditRowFilter & { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly AuditRow[]> {
  // What is wanted is looked for in an index that holds no bodies; only the rows of the page are read.
  let heads = filtered(headsOf(db), filter).select("seq").orderBy("seq", "desc").limit(filter.limit);
  if (filter.before !== undefined) heads = heads.where("seq", "<", filter.before);
  return db.selectFrom("audit").selectAll().where("seq", "in", heads).orderBy("seq", "desc").execute();
}

/** Entries after `seq` that a filter lets through, oldest first. */
export async function auditRowsThrough(
  db: OrgDb,
  filter: AuditRowFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly AuditRow[]> {
  const heads = filtered(headsOf(db), filter).select("seq").where("seq", ">", after).orderBy("seq").limit(limit);
  return db.selectFrom("audit").selectAll().where("seq", "in", heads).orderBy("seq").execute();
}

/** How many entries a filter lets through. */
export async function auditCount(db: OrgDb, filter: AuditRowFilter): Promise<number> {
  const count = sql<number>`count(*)`.as("count");
  const row = await filtered(headsOf(db), filter).select(count).executeTakeFirstOrThrow();
  return row.count;
}

/** How many entries fell into each stretch of `bucketMs` since `from`; stretches without any are left out. */
export async function auditCountsByTime(
  db: OrgDb,
  filter: AuditRowFilter,
  { from, bucketMs }: { readonly from: number; readonly bucketMs: number },
): Promise<readonly { readonly bucket: number; readonly count: number }[]> {
  // Numbers are bound as reals: without the cast a bucket would be a fraction.
  const bucket = sql<number>`cast((at - ${from}) / ${bucketMs} as integer)`;
  return filtered(headsOf(db), filter)
    .select([bucket.as("bucket"), sql<number>`count(*)`.as("count")])
    .groupBy(bucket)
    .execute();
}

/** What entries say of themselves without their bodies. */
type AuditHead = Pick<AuditRow, "seq" | "at" | "actor" | "action" | "subject">;

// SQLite would rather read the table itself, bodies and all.
function headsOf(db: OrgDb) {
  return db.selectFrom(
    sql<AuditHead>`(select seq, at, actor, action, subject from audit indexed by audit_heads)`.as("heads"),
  );
}

type Heads = ReturnType<typeof headsOf>;

function filtered(query: Heads, filter: AuditRowFilter): Heads {
  const { actionsLike, actionsNotLike = [], text, actor, subject, from, to } = filter;
  let some = query;
  if (actionsLike) some = some.where((e) => e.or(actionsLike.map((pattern) => e("action", "like", pattern))));
  for (const pattern of actionsNotLike) some = some.where("action", "not like", pattern);
  for (const word of text?.split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    some = some.where(sql<boolean>`(actor || ' ' || action || ' ' || subject) like ${pattern} escape '\\'`);
  }
  if (actor !== undefined) some = some.where("actor", "=", actor);
  if (subject !== undefined) some = some.where("subject", "=", subject);
  if (from !== undefined) some = some.where("at", ">=", from);
  if (to !== undefined) some = some.where("at", "<=", to);
  return some;
}

/** Everything that was recorded of one subject, oldest first. */
export async function auditRowsOf(db: OrgDb, subject: string): Promise<readonly AuditRow[]> {
  return db.selectFrom("audit").selectAll().where("subject", "=", subject).orderBy("seq").execute();
}

/** The newest entry of a subject. */
export async function lastAuditRowOf(db: OrgDb, subject: string): Promise<AuditRow | undefined> {
  return db
    .selectFrom("audit")
    .selectAll()
    .where("subject", "=", subject)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
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

/** The oldest entry that still has its body, other than of these actions. */
export async function firstAuditBody(db: OrgDb, kept: readonly string[]): Promise<AuditRow | undefined> {
  const erased = db
    .selectFrom("audit")
    .select(sql<number>`coalesce(max(seq), 0)`.as("seq"))
    .where("body", "is", null);
  return db
    .selectFrom("audit")
    .selectAll()
    .where("seq", ">", erased)
    .where("body", "is not", null)
    .where("action", "not in", kept)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
}

/** How many entries lost their body. */
export async function erasedAuditCount(db: OrgDb): Promise<number> {
  const row = await db
    .selectFrom("audit")
    .select(sql<number>`count(*)`.as("count"))
    .where("body", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Erases the bodies of at most `limit` entries from `after` on that are older than a moment; what the chain covers stays.
 *
 * @param kept Actions whose bodies are never erased.
 * @returns how many were erased, and the last entry that was looked at; null when none is that old.
 */
export async function eraseAuditBodies(
  tx: OrgDb,
  {
    after,
    before,
    limit,
    kept,
  }: { readonly after: number; readonly before: number; readonly limit: number; readonly kept: readonly string[] },
): Promise<{ readonly erased: number; readonly upTo: number } | null> {
  const rows = await tx
    .selectFrom("audit")
    .select(["seq", "at"])
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute();
  const young = rows.findIndex(({ at }) => at >= before);
  const upTo = (young === -1 ? rows : rows.slice(0, young)).at(-1)?.seq;
  if (upTo === undefined) return null;
  const { numUpdatedRows } = await tx
    .updateTable("audit")
    .set({ body: null, salt: null })
    .where("seq", ">", after)
    .where("seq", "<=", upTo)
    .where("body", "is not", null)
    .where("action", "not in", kept)
    .executeTakeFirst();
  return { erased: Number(numUpdatedRows), upTo };
}
