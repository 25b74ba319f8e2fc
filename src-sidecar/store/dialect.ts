import type BetterSqlite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type SqliteDatabase,
  type SqliteStatement,
} from "kysely";

const STATEMENT_CACHE_SIZE = 256; // about 2 KiB each

/** Kysely's SQLite dialect with its traps closed and prepared statements kept. */
export class StudioSqliteDialect extends SqliteDialect {
  readonly #file: BetterSqlite.Database;
  readonly #database: SqliteDatabase;

  constructor(file: BetterSqlite.Database) {
    const cached = cachingStatements(file);
    super({ database: cached });
    this.#file = file;
    this.#database = cached;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#file, this.#database);
  }

  override createAdapter(): SqliteAdapter {
    return new StudioSqliteAdapter(this.#database);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #file: BetterSqlite.Database;

  constructor(file: BetterSqlite.Database, database: SqliteDatabase) {
    super({ database });
    this.#file = file;
  }

  // A deferred transaction that reads first and writes later fails with SQLITE_BUSY_SNAPSHOT in spite of busy_timeout.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  // A full disk may have ended the transaction already: a second rollback would fail and hide why.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

class StudioSqliteAdapter extends SqliteAdapter {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super();
    this.#database = database;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  run(sql: string, values: readonly unknown[]): number {
    return Number(this.#database.prepare(sql).run(values).changes);
  }
}

/**
 * Runs one statement within a transaction, at once: on the path of every call Kysely's own layers would cost as much as SQLite itself.
 *
 * @param tx What `transact` hands to its change; nothing else may be running on its connection.
 * @returns how many rows it changed.
 */
export function runAtOnce<Tables>(tx: Kysely<Tables>, sql: string, values: readonly unknown[]): number {
  const { adapter } = tx.getExecutor();
  if (!(adapter instanceof StudioSqliteAdapter)) throw new Error("internal: a database of another kind");
  return adapter.run(sql, values);
}

function cachingStatements(database: BetterSqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= STATEMENT_CACHE_SIZE) statements.clear();
      const prepared = database.prepare(sql);
      statements.set(sql, prepared);
      return prepared;
    },
  };
}
