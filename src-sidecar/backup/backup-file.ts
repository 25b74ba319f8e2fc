import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import * as z from "zod";
import { orgId, type OrgId } from "../../src-contract/ids.ts";
import {
  backupNote,
  contentsOf,
  dropBackupNote,
  isDiskFull,
  openBackup,
  openBackupCopy,
  orgRowIn,
  StoreError,
  writeBackupNote,
  type OpenDatabase,
  type OrgDb,
  type OrgTables,
} from "../store/index.ts";
import { BackupError } from "./backup-error.ts";

const FORMAT = "backup/1";
const EXTENSION = ".gatehouse-backup";

const noteText = z.object({
  gatehouse: z.literal(FORMAT),
  orgId,
  orgName: z.string(),
  createdAt: z.int(),
  at: z.int(),
  /** The vault's, as the copy has it. */
  epoch: z.int(),
  /** The end of the copy's audit log. */
  auditEntries: z.int(),
  auditHead: z.string(),
  /** SHA-256 of everything that the copy holds beside its note. */
  contents: z.string(),
});

/** What a backup says of itself. */
export type BackupNote = Omit<z.infer<typeof noteText>, "gatehouse">;

/** What other rooms say of the copy of an organization's database. */
export interface BackupChecks {
  /** The vault's epoch and the end of the audit log, as they stand there. */
  facts(db: OrgDb, id: OrgId): Promise<Pick<BackupNote, "epoch" | "auditEntries" | "auditHead">>;
  /** Whether the admin of the organization in this very database signed the note. */
  isSigned(db: OrgDb, note: BackupNote, signature: Uint8Array): Promise<boolean>;
  /** Whether the audit log is whole, up to the noted end. */
  isLogWhole(db: OrgDb, note: BackupNote): Promise<boolean>;
}

export interface BackupParts {
  readonly database: Pick<OpenDatabase<OrgTables>, "copyTo">;
  readonly checks: Pick<BackupChecks, "facts">;
  readonly sign: (note: BackupNote) => Uint8Array;
}

/**
 * Copies the database of an organization to a new file in a folder, with a signed note of what it is. What is sealed stays sealed.
 *
 * @param name The beginning of the file's name.
 * @throws {BackupError} `file_unwritable`, `backup_damaged` (it is no database of an organization).
 */
export async function writeBackup(
  { database, checks, sign }: BackupParts,
  { folder, name, at }: { readonly folder: string; readonly name: string; readonly at: number },
): Promise<{ readonly path: string; readonly bytes: number; readonly note: BackupNote }> {
  const made = join(folder, `.${randomUUID()}.part`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(made, "wx", 0o600));
    await database.copyTo(made);
    const note = await signCopy(made, at, { checks, sign });
    flushFile(made);
    const path = keepAs(made, folder, name, at);
    flushFile(folder);
    return { path, bytes: statSync(path).size, note };
  } catch (error) {
    if (error instanceof StoreError && error.code === "database_damaged") throw readErrorOf(error);
    throw error instanceof BackupError ? error : unwritable(error);
  } finally {
    for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(`${made}${end}`, { force: true });
  }
}

async function signCopy(path: string, at: number, parts: Pick<BackupParts, "checks" | "sign">): Promise<BackupNote> {
  await using copy = openBackupCopy(path);
  const org = await orgRowIn(copy.db);
  if (!org) throw new BackupError("backup_damaged");
  const facts = await parts.checks.facts(copy.db, org.id);
  const contents = await contentsOf(copy.db);
  const note: BackupNote = { orgId: org.id, orgName: org.name, createdAt: org.created_at, at, ...facts, contents };
  const text = JSON.stringify({ gatehouse: FORMAT, ...note });
  await writeBackupNote(copy.db, { note: text, signature: parts.sign(note) });
  return note;
}

/** A link refuses to take the place of a file that is there. */
function keepAs(made: string, folder: string, name: string, at: number): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]/g, "").replace(/\.\d+/, "");
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${name}-${time}${number === 1 ? "" : `-${number}`}${EXTENSION}`);
    if (existsSync(path)) continue;
    linkSync(made, path);
    return path;
  }
}

/** Whether a file is called as backups are. */
export function isBackupName(name: string): boolean {
  return name.endsWith(EXTENSION) && !name.startsWith(".");
}

/** What was found in a file that says it is a backup. `problem`: why it must not be restored. */
export interface Inspection {
  readonly note: BackupNote;
  readonly bytes: number;
  readonly problem: string | null;
}

/**
 * Checks a backup: every page, the signature of its note, that the note tells of this very database and of every row in it, and the audit
 * log.
 *
 * @throws {BackupError} `file_unreadable`, `backup_damaged` when it is not even the damaged backup of something.
 */
export async function inspectBackup(path: string, checks: BackupChecks): Promise<Inspection> {
  const { size: bytes } = statOf(path);
  try {
    await using file = openBackup(path);
    const { note, signature } = await noteIn(file.db);
    return { note, bytes, problem: await problemOf(file.db, { note, signature }, checks) };
  } catch (error) {
    throw readErrorOf(error);
  }
}

const NOT_SIGNED_FOR = "What it holds is not what its admin signed.";

async function problemOf(
  db: OrgDb,
  { note, signature }: { readonly note: BackupNote; readonly signature: Uint8Array },
  checks: BackupChecks,
): Promise<string | null> {
  if (!(await checks.isSigned(db, note, signature))) return "No admin of the organization has signed it.";
  const org = await orgRowIn(db);
  const { epoch, auditEntries, auditHead } = await checks.facts(db, note.orgId);
  const isSame = org?.id === note.orgId && epoch === note.epoch;
  if (!isSame || auditEntries !== note.auditEntries || auditHead !== note.auditHead) return NOT_SIGNED_FOR;
  if ((await contentsOf(db)) !== note.contents) return NOT_SIGNED_FOR;
  return (await checks.isLogWhole(db, note)) ? null : "Its audit log is not whole.";
}

/**
 * Reads what a backup says of itself and checks nothing: for a list.
 *
 * @returns null for what is none.
 */
export async function readBackupNote(path: string): Promise<Pick<Inspection, "note" | "bytes"> | null> {
  try {
    const { size: bytes } = statOf(path);
    await using file = openBackup(path, "unchecked");
    return { note: (await noteIn(file.db)).note, bytes };
  } catch (error) {
    if (error instanceof StoreError || error instanceof BackupError) return null; // A list shows what can be read.
    throw error;
  }
}

/** A checked copy of a backup, beside the place that it is going to take. */
export interface StagedBackup {
  readonly note: BackupNote;
  /** Puts it in its place; a folder that is there is moved aside, under the name that comes back. */
  place(at: number): string | null;
  discard(): void;
}

/**
 * Copies a backup to where organizations are kept, and checks the copy: what is restored is what was checked.
 *
 * @param folder The folder of the organization's database.
 * @throws {BackupError} `file_unreadable`, `file_unwritable`, `backup_damaged` with the problem.
 */
export async function stageBackup(
  path: string,
  folderOf: (id: OrgId) => string,
  checks: BackupChecks,
): Promise<StagedBackup> {
  const { note: claimed } = await inspectBackup(path, checks);
  const folder = folderOf(claimed.orgId);
  const staged = join(dirname(folder), `.restoring-${randomUUID()}`);
  const discard = (): void => rmSync(staged, { recursive: true, force: true });
  try {
    mkdirSync(staged, { recursive: true, mode: 0o700 });
    const database = join(staged, "org.db");
    closeSync(openSync(database, "wx", 0o600));
    await copyFile(path, database);
    const { note, problem } = await inspectBackup(database, checks);
    if (problem !== null || note.orgId !== claimed.orgId) throw new BackupError("backup_damaged", problem ?? undefined);
    {
      await using copy = openBackupCopy(database);
      await dropBackupNote(copy.db);
    }
    flushFile(database);
    return { note, place: (at) => swap(staged, folder, at), discard };
  } catch (error) {
    discard();
    throw error instanceof BackupError ? error : unwritable(error);
  }
}

function swap(staged: string, folder: string, at: number): string | null {
  const aside = existsSync(folder) ? `${folder}.replaced-${at}` : null;
  try {
    if (aside !== null) renameSync(folder, aside);
    try {
      renameSync(staged, folder);
    } catch (error) {
      if (aside !== null) renameSync(aside, folder);
      throw error;
    }
    flushFile(dirname(folder));
    return aside;
  } catch (error) {
    throw unwritable(error);
  }
}

async function noteIn(db: OrgDb): Promise<{ readonly note: BackupNote; readonly signature: Uint8Array }> {
  const row = await backupNote(db);
  const parsed = noteText.safeParse(row && parsedJson(row.note));
  if (!row || !parsed.success) throw new BackupError("backup_damaged");
  const { gatehouse: _format, ...note } = parsed.data;
  return { note, signature: new Uint8Array(row.signature) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it.
  }
}

function statOf(path: string) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new BackupError("file_unreadable", `There is no file ${JSON.stringify(path)}.`);
  return stat;
}

function flushFile(path: string): void {
  if (process.platform === "win32") return; // It does not let a folder be opened, and flushes a read-only file never.
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function readErrorOf(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  if (error.code === "home_unreadable") return new BackupError("file_unreadable", undefined, { cause: error });
  const message = error.code === "database_newer" ? error.message : undefined;
  return new BackupError("backup_damaged", message, { cause: error });
}

function unwritable(error: unknown): BackupError {
  const message =
    isDiskFull(error) || codeOf(error) === "ENOSPC" ? "The disk is full. No file was written." : undefined;
  return new BackupError("file_unwritable", message, { cause: error });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
