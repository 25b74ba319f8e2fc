import { chmodSync, existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { StudioSqliteDialect } from "./dialect.ts";
import { assertKnownSchema, type KnownSchema } from "./known-schema.ts";
import { ORG_SCHEMA, STUDIO_SCHEMA } from "./schema.ts";
import type { OrgTables, StudioTables } from "./tables.ts";
import { WalSync } from "./wal-sync.ts";
import { isDiskFull, sqliteCode, StoreError } from "./store-error.ts";

const APPLICATION_ID = 0x47484f55; // "GHOU"
const CHECKPOINT_PAGES = 4_000; // 16 MiB of log at most, beside what one transaction adds
const COPY_PAGES = 500; // 2 MiB: calls wait for no more than that
const CHECKPOINT_EVERY_MS = 5_000;
const OLDEST_SQLITE = [3, 51, 3] as const; // Earlier ones can damage a database in WAL mode.

/** An open database. */
export interface OpenDatabase<Tables> {
  readonly db: Kysely<Tables>;
  /** Runs a change as one transaction: all of it is there afterwards, or nothing. On the path of every call. */
  transact<T>(change: (tx: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Resolves when every commit so far is on the disk. Off this thread, and shared by all who ask at the same time. */
  sync(): Promise<void>;
  /** Moves what is in the log into the database and empties it, so that what was overwritten is nowhere any more. */
  emptyLog(): void;
  /** Copies the database to an empty or absent file, a few pages at a time, while it is used. */
  copyTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * When a commit is on the disk. `at-commit`: when it returns. `at-sync`: when `sync` has resolved; until then it survives our death but
 * not a power cut, and what came before it is never lost without it.
 */
export type Durability = "at-commit" | "at-sync";

/**
 * Opens a database file, creates it if it is absent, and brings its schema up to date in one transaction.
 *
 * A file of an older version is copied beside itself (`.v<version>.backup`) before it is changed.
 *
 * @throws {StoreError} `database_newer`, `database_damaged`, `home_unreadable`, `disk_full`. The file is then as it was.
 */
export function openDatabase<Tables>(
  path: string,
  schema: readonly string[],
  durability: Durability,
): OpenDatabase<Tables> {
  examine(path, schema);
  const file = openFile(path);
  try {
    migrate(file, path, schema);
    if (durability === "at-sync") file.pragma("synchronous = NORMAL");
  } catch (error) {
    file.close();
    throw storeErrorOf(error, path);
  }
  const wal = new WalSync(`${path}-wal`);
  // A checkpoint holds up whoever commits: small ones, while nothing else happens, keep the log short.
  const checkpoints = setInterval(() => tryCheckpoint(file, "PASSIVE"), CHECKPOINT_EVERY_MS);
  checkpoints.unref();
  const db = new Kysely<Tables>({ dialect: new StudioSqliteDialect(file) });
  return {
    db,
    transact: createTransact(db, file),
    sync: () => (durability === "at-sync" ? wal.sync() : Promise.resolve()),
    emptyLog: () => void file.pragma("wal_checkpoint(TRUNCATE)"),
    copyTo: async (target) => void (await file.backup(target, { progress: () => COPY_PAGES })),
    close: async () => {
      if (!file.open) return;
      clearInterval(checkpoints);
      await wal.close();
      tryCheckpoint(file, "TRUNCATE");
      file.close();
    },
  };
}

/** As Kysely's own transactions, with statements that are ready-made. */
function createTransact<Tables>(db: Kysely<Tables>, file: Database.Database): OpenDatabase<Tables>["transact"] {
  const [begin, commit, rollback] = ["begin immediate", "commit", "rollback"].map((sql) => file.prepare(sql));
  return (change) =>
    db.connection().execute(async (tx) => {
      begin?.run();
      try {
        const value = await change(tx);
        commit?.run();
        return value;
      } catch (error) {
        // A full disk may have ended it already: a second rollback would fail and hide why.
        if (file.inTransaction) rollback?.run();
        throw error;
      }
    });
}

/** What cannot be moved into the database for want of room stays in the log, where it is as safe; whoever writes next is told. */
function tryCheckpoint(file: Database.Database, mode: "PASSIVE" | "TRUNCATE"): void {
  try {
    file.pragma(`wal_checkpoint(${mode})`);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

/** The databases of a home, and the tables of each. */
interface TablesOf {
  readonly studio: StudioTables;
  readonly org: OrgTables;
}

const SCHEMAS: Readonly<Record<keyof TablesOf, readonly string[]>> = { studio: STUDIO_SCHEMA, org: ORG_SCHEMA };

/**
 * Opens a database of a home for reading, beside a studio that may be using it.
 *
 * @throws {StoreError} `home_unreadable`, `database_newer`, `database_damaged`.
 */
export function openReadOnly<Kind extends keyof TablesOf>(path: string, kind: Kind): DetachedDatabase<TablesOf[Kind]> {
  return openUnchecked<TablesOf[Kind]>(path, { scripts: SCHEMAS[kind] });
}

/**
 * Opens a database for reading, without looking at every page of it.
 *
 * @throws {StoreError} `home_unreadable`, `database_newer`, `database_damaged`.
 */
export function openUnchecked<Tables>(path: string, schema: KnownSchema): DetachedDatabase<Tables> {
  return detached(path, { readonly: true }, (file) => assertOurs(file, schema));
}

/** A database file that no studio uses: a copy of one. */
export interface DetachedDatabase<Tables> extends AsyncDisposable {
  readonly db: Kysely<Tables>;
}

/**
 * Opens a copy of a database to write to it, as one file without a log beside it.
 *
 * @throws {StoreError} `database_newer`, `database_damaged`, `home_unreadable`.
 */
export function openCopy<Tables>(path: string, schema: KnownSchema): DetachedDatabase<Tables> {
  return detached(path, { readonly: false }, (file) => {
    assertOurs(file, schema);
    file.pragma("journal_mode = DELETE");
  });
}

/**
 * Opens a copy of a database for reading, after every page of it was checked.
 *
 * @throws {StoreError} `database_newer`, `database_damaged`, `home_unreadable`.
 */
export function openChecked<Tables>(path: string, schema: KnownSchema): DetachedDatabase<Tables> {
  return detached(path, { readonly: true }, (file) => {
    assertOurs(file, schema);
    assertWhole(file, path, "integrity_check");
  });
}

/** A database of ours that was begun: its version is known and its schema is what that version has. */
function assertOurs(file: Database.Database, schema: KnownSchema): void {
  const version = Number(file.pragma("user_version", { simple: true }));
  if (version > schema.scripts.length) throw newerError(file.name, version, schema.scripts.length);
  const isOurs = version > 0 && Number(file.pragma("application_id", { simple: true })) === APPLICATION_ID;
  if (!isOurs) throw new StoreError("database_damaged", `${JSON.stringify(file.name)} is not a Gatehouse database`);
  assertKnownSchema(file, version, schema);
}

/** `integrity_check` also holds every index against its table. */
function assertWhole(
  file: Database.Database,
  path: string,
  check: "quick_check" | "integrity_check" = "quick_check",
): void {
  if (file.pragma(`${check}(1)`, { simple: true }) !== "ok")
    throw new StoreError("database_damaged", `${JSON.stringify(path)} is damaged. Restore it from a backup.`);
}

function detached<Tables>(
  path: string,
  options: { readonly readonly: boolean },
  prepare: (file: Database.Database) => void,
): DetachedDatabase<Tables> {
  let file: Database.Database | undefined;
  try {
    file = new Database(path, { ...options, fileMustExist: true, timeout: 5_000 });
    file.pragma("trusted_schema = OFF");
    file.pragma("cell_size_check = ON");
    prepare(file);
  } catch (error) {
    file?.close();
    throw storeErrorOf(error, path);
  }
  const opened = file;
  const db = new Kysely<Tables>({ dialect: new StudioSqliteDialect(opened) });
  return { db, [Symbol.asyncDispose]: async () => void opened.close() };
}

function openFile(path: string): Database.Database {
  try {
    const file = new Database(path, { timeout: 5_000 });
    chmodSync(path, 0o600);
    for (const pragma of PRAGMAS) file.pragma(pragma);
    assertSqliteVersion(file);
    return file;
  } catch (error) {
    throw storeErrorOf(error, path);
  }
}

const PRAGMAS = [
  "journal_mode = WAL",
  "synchronous = FULL",
  "foreign_keys = ON",
  "trusted_schema = OFF",
  "cell_size_check = ON",
  "secure_delete = ON",
  "temp_store = MEMORY",
  "mmap_size = 0",
  `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  ...(process.platform === "darwin" ? ["fullfsync = ON", "checkpoint_fullfsync = ON"] : []),
];

function assertSqliteVersion(file: Database.Database): void {
  const version = String(file.prepare("select sqlite_version()").pluck().get());
  const parts = version.split(".").map(Number);
  for (const [index, oldest] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part > oldest) return;
    if (part < oldest)
      throw new StoreError("database_damaged", `SQLite ${version} is too old to be trusted with this database`);
  }
}

/** Before anything may write to it, its log's end included: what is damaged or of a later version stays as it is, byte by byte. */
function examine(path: string, scripts: readonly string[]): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return; // It is made now.
  const file = openToRead(path);
  try {
    // A database of no version was cut off before its schema was there.
    if (Number(file.pragma("user_version", { simple: true })) === 0) return;
    assertOurs(file, { scripts });
    assertWhole(file, path);
  } catch (error) {
    throw storeErrorOf(error, path);
  } finally {
    file.close();
  }
}

function openToRead(path: string): Database.Database {
  try {
    const file = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    file.pragma("trusted_schema = OFF");
    file.pragma("cell_size_check = ON");
    return file;
  } catch (error) {
    throw storeErrorOf(error, path);
  }
}

function migrate(file: Database.Database, path: string, schema: readonly string[]): void {
  const version = Number(file.pragma("user_version", { simple: true }));
  // A database of no version is a new one, and empty.
  if (version === 0) assertKnownSchema(file, 0, { scripts: schema });
  if (version === schema.length) return;
  if (version > 0) backUp(file, `${path}.v${version}.backup`);
  file
    .transaction(() => {
      for (const script of schema.slice(version)) file.exec(script);
      file.pragma(`application_id = ${APPLICATION_ID}`);
      file.pragma(`user_version = ${schema.length}`);
    })
    .immediate();
}

function newerError(path: string, version: number, known: number): StoreError {
  return new StoreError(
    "database_newer",
    `${JSON.stringify(path)} was written by a newer Gatehouse (format ${version}, this one knows ${known}). Update Gatehouse to open it.`,
  );
}

function backUp(file: Database.Database, path: string): void {
  if (existsSync(path)) return;
  file.prepare("vacuum into ?").run(path);
  chmodSync(path, 0o600);
}

function storeErrorOf(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const name = JSON.stringify(path);
  if (isDiskFull(error)) return new StoreError("disk_full", `the disk that holds ${name} is full`, { cause: error });
  const code = sqliteCode(error);
  if (code === "SQLITE_CORRUPT" || code === "SQLITE_NOTADB")
    return new StoreError("database_damaged", `${name} is damaged. Restore it from a backup.`, { cause: error });
  return new StoreError("home_unreadable", `${name} could not be opened`, { cause: error });
}
