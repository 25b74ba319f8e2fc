import { createHash, type Hash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import type { KnownSchema } from "./known-schema.ts";
import { openChecked, openCopy, openUnchecked, type DetachedDatabase } from "./open-database.ts";
import { ORG_SCHEMA } from "./schema.ts";
import type { OrgRow, OrgTables } from "./tables.ts";

/** What a backup has beside the organization's own tables. */
interface NoteTable {
  readonly backup_note: BackupNoteRow;
}

/** What a backup says of itself, and the admin's signature of it. */
export interface BackupNoteRow {
  readonly note: string;
  readonly signature: Uint8Array;
}

type BackupDb = Kysely<OrgTables & NoteTable>;

const NOTE_TABLE = "create table backup_note (note text not null, signature blob not null) strict";
const BACKUP_SCHEMA: KnownSchema = { scripts: ORG_SCHEMA, beside: [NOTE_TABLE] };

/** Opens the copy of an organization's database that a backup is made of. @throws {StoreError} as `openCopy`. */
export function openBackupCopy(path: string): DetachedDatabase<OrgTables> {
  return openCopy<OrgTables>(path, BACKUP_SCHEMA);
}

/** Opens a backup for reading, with every page checked unless only its note is wanted. @throws {StoreError} as `openChecked`. */
export function openBackup(path: string, pages: "checked" | "unchecked" = "checked"): DetachedDatabase<OrgTables> {
  return pages === "checked" ? openChecked(path, BACKUP_SCHEMA) : openUnchecked(path, BACKUP_SCHEMA);
}

/** The row that a database has of its organization; undefined in anything else. */
export async function orgRowIn(db: Kysely<OrgTables>): Promise<OrgRow | undefined> {
  return db.selectFrom("org").selectAll().limit(1).executeTakeFirst();
}

/** Writes the note of a backup in the place of any that is there. */
export async function writeBackupNote(db: Kysely<OrgTables>, row: BackupNoteRow): Promise<void> {
  await dropBackupNote(db);
  await sql.raw(NOTE_TABLE).execute(db);
  await noted(db).insertInto("backup_note").values(row).execute();
}

/** The note of a backup; undefined in a database that is none. */
export async function backupNote(db: Kysely<OrgTables>): Promise<BackupNoteRow | undefined> {
  const { rows } = await sql`select 1 from sqlite_schema where type = 'table' and name = 'backup_note'`.execute(db);
  if (rows.length === 0) return undefined;
  return noted(db).selectFrom("backup_note").selectAll().limit(1).executeTakeFirst();
}

/** Makes an ordinary database of a copy of a backup. */
export async function dropBackupNote(db: Kysely<OrgTables>): Promise<void> {
  await sql`drop table if exists backup_note`.execute(db);
}

const ROWS_A_TURN = 200;

/**
 * SHA-256, in hex, over the schema and every row of every table but the note: what a signature of the whole copy is made of.
 *
 * Every primary key stands in the first two columns of its table, so they give the order.
 */
export async function contentsOf(db: Kysely<OrgTables>): Promise<string> {
  const hash = createHash("sha256");
  const { rows: schema } = await sql<SchemaRow>`
    select type, name, tbl_name, sql from sqlite_schema where tbl_name <> 'backup_note' order by type, name
  `.execute(db);
  for (const { type, name, tbl_name, sql: text } of schema) addRow(hash, [type, name, tbl_name, text]);
  for (const { name } of schema.filter(({ type }) => type === "table")) {
    addRow(hash, [name]);
    let count = 0;
    const rows = anyTable(db)
      .selectFrom(name)
      .selectAll()
      .orderBy(sql`1`)
      .orderBy(sql`2`);
    for await (const row of rows.stream()) {
      addRow(hash, Object.values(row));
      count += 1;
      if (count % ROWS_A_TURN === 0) await nextTurn(); // A large copy must not hold up calls.
    }
  }
  return hash.digest("hex");
}

/** The same database, for a reader of whatever tables a file has. */
function anyTable(db: unknown): Kysely<Record<string, Record<string, unknown>>> {
  return db as Kysely<Record<string, Record<string, unknown>>>; // Its columns are read as unknown, which is true of any.
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

/** Each value with its type and length, so that two different rows never give equal bytes. */
function addRow(hash: Hash, values: readonly unknown[]): void {
  hash.update(`${values.length};`);
  for (const value of values) {
    const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
    const kind = value instanceof Uint8Array ? "bytes" : value === null ? "null" : typeof value;
    hash.update(`${kind}:${bytes.byteLength}:`).update(bytes);
  }
}

function noted(db: Kysely<OrgTables>): BackupDb {
  return db; // The same database; the table was just made, or looked for.
}
