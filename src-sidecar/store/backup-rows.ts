import { sql, type Kysely } from "kysely";
import { openChecked, openCopy, openReadOnly, type DetachedDatabase } from "./open-database.ts";
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

/** Opens the copy of an organization's database that a backup is made of. @throws {StoreError} as `openCopy`. */
export function openBackupCopy(path: string): DetachedDatabase<OrgTables> {
  return openCopy<OrgTables>(path);
}

/** Opens a backup for reading, with every page checked unless only its note is wanted. @throws {StoreError} as `openChecked`. */
export function openBackup(path: string, pages: "checked" | "unchecked" = "checked"): DetachedDatabase<OrgTables> {
  return pages === "checked" ? openChecked<OrgTables>(path, ORG_SCHEMA) : openReadOnly<OrgTables>(path);
}

/** The row that a database has of its organization; undefined in anything else. */
export async function orgRowIn(db: Kysely<OrgTables>): Promise<OrgRow | undefined> {
  return db.selectFrom("org").selectAll().limit(1).executeTakeFirst();
}

/** Writes the note of a backup in the place of any that is there. */
export async function writeBackupNote(db: Kysely<OrgTables>, row: BackupNoteRow): Promise<void> {
  await dropBackupNote(db);
  await sql`create table backup_note (note text not null, signature blob not null) strict`.execute(db);
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

function noted(db: Kysely<OrgTables>): BackupDb {
  return db; // The same database; the table was just made, or looked for.
}
