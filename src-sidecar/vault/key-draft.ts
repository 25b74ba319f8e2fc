import { VaultError } from "./errors.ts";
import {
  listKeyRows,
  nameOfRow,
  type KeyRow,
  type KeyRowName,
  type KeyRows,
  type KeyTable,
  type KeyTables,
} from "./rows.ts";
import type { KeyChange } from "./stores.ts";

/** Key rows with changes that are not stored yet: what one operation leaves is what the next one finds, and all are stored at once. */
export class KeyDraft {
  readonly #rows = new Map<string, KeyRow>();
  readonly #put = new Map<string, KeyRow>();
  readonly #removed = new Map<string, KeyRowName>();

  /** @throws {VaultError} `manifest_mismatch` when two rows have one name. */
  constructor(rows: KeyRows) {
    for (const row of listKeyRows(rows)) {
      const name = textOf(nameOfRow(row));
      if (this.#rows.has(name)) throw new VaultError("manifest_mismatch");
      this.#rows.set(name, row);
    }
  }

  /** The rows as they are with the changes. */
  get rows(): KeyRows {
    const all = [...this.#rows.values()];
    const list = <T extends KeyTable>(table: T): readonly KeyTables[T][] =>
      // A row's `table` says of which type it is: that is what makes it a `KeyRow`.
      all.filter((one) => one.table === table).map((one) => one.row as KeyTables[T]);
    const [root] = list("root");
    if (root === undefined) throw new Error("internal: a vault without a root record");
    return {
      root,
      members: list("members"),
      unlockers: list("unlockers"),
      orgKeys: list("orgKeys"),
      dekWraps: list("dekWraps"),
      scopeWraps: list("scopeWraps"),
      adminWraps: list("adminWraps"),
      successions: list("successions"),
      teams: list("teams"),
      invitations: list("invitations"),
    };
  }

  /** What is to be stored. */
  get change(): KeyChange {
    return { put: [...this.#put.values()], remove: [...this.#removed.values()] };
  }

  get isEmpty(): boolean {
    return this.#put.size === 0 && this.#removed.size === 0;
  }

  /** Puts rows in the place of those of the same names, or beside them. */
  put(...rows: readonly KeyRow[]): void {
    for (const row of rows) {
      const name = textOf(nameOfRow(row));
      this.#rows.set(name, row);
      this.#put.set(name, row);
      this.#removed.delete(name);
    }
  }

  /** Makes a change that was planned elsewhere. */
  apply({ put, remove }: KeyChange): void {
    const gone = new Set(remove.map(textOf));
    this.removeWhere((row) => gone.has(textOf(nameOfRow(row))));
    this.put(...put);
  }

  /** Takes out every row that `isGone` says. */
  removeWhere(isGone: (row: KeyRow) => boolean): void {
    for (const [name, row] of this.#rows) {
      if (!isGone(row)) continue;
      this.#rows.delete(name);
      this.#put.delete(name);
      this.#removed.set(name, nameOfRow(row));
    }
  }
}

function textOf({ table, key }: KeyRowName): string {
  return JSON.stringify([table, ...key]);
}
