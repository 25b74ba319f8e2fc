import Database from "better-sqlite3";
import { StoreError } from "./store-error.ts";

/** What a database of ours may hold: the scripts of its versions, and tables that may stand beside what they make. */
export interface KnownSchema {
  readonly scripts: readonly string[];
  readonly beside?: readonly string[];
}

/**
 * Refuses a database whose schema is not, word for word, what the scripts up to its version make. A trigger or a view is a program:
 * whoever can write the file could have it run within our own changes, and a table that is a view never ends.
 *
 * To be called before any other statement: this one reads the schema's table alone, and so runs nothing of what was planted.
 *
 * @param version How many of the scripts made it; 0: it is empty.
 * @throws {StoreError} `database_damaged`.
 */
export function assertKnownSchema(
  file: Database.Database,
  version: number,
  { scripts, beside = [] }: KnownSchema,
): void {
  const made = entriesMadeBy(scripts.slice(0, version));
  const besides = entriesMadeBy(beside);
  const found = entriesOf(file);
  const strange = found.find((entry) => !made.has(entry) && !besides.has(entry) && !STATISTICS.has(entry));
  // Two entries of one name would be two things where we know one.
  const isWhole = new Set(found).size === found.length && [...made].every((entry) => found.includes(entry));
  if (strange === undefined && isWhole) return;
  const what =
    strange === undefined
      ? "lacks a part of its schema"
      : `holds what Gatehouse did not make: ${strange.slice(0, MAX_SHOWN)}`;
  throw new StoreError("database_damaged", `${JSON.stringify(file.name)} ${what}. Restore it from a backup.`);
}

const MAX_SHOWN = 120; // Enough for its kind and its name; the rest is whatever somebody wrote.

/** What `analyze` leaves in a database, by whatever tool: SQLite's own counts. */
const STATISTICS: ReadonlySet<string> = new Set(
  [
    ["sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"],
    ["sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"],
  ].map(([name, sql]) => JSON.stringify(["table", name, name, sql])),
);

function entriesMadeBy(scripts: readonly string[]): ReadonlySet<string> {
  const memory = new Database(":memory:");
  try {
    for (const script of scripts) memory.exec(script);
    return new Set(entriesOf(memory));
  } finally {
    memory.close();
  }
}

function entriesOf(file: Database.Database): readonly string[] {
  const rows = file.prepare("select type, name, tbl_name, sql from sqlite_schema").raw().all();
  return rows.map((row) => JSON.stringify(row));
}
