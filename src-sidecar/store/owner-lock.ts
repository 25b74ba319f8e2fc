import { chmodSync } from "node:fs";
import Database from "better-sqlite3";
import { sqliteCode, StoreError } from "./store-error.ts";

/**
 * Makes this process the only owner of a studio home until it ends or `release` is called.
 *
 * The lock is an exclusive transaction on a small database of its own: the system frees it when a process dies, however it dies.
 *
 * @throws {StoreError} `home_in_use`.
 */
export function takeOwnerLock(path: string): { readonly release: () => void } {
  const file = new Database(path, { timeout: 0 });
  try {
    chmodSync(path, 0o600);
    file.pragma("journal_mode = DELETE");
    file.exec("begin exclusive");
  } catch (error) {
    file.close();
    if (sqliteCode(error) !== "SQLITE_BUSY") throw error;
    throw new StoreError(
      "home_in_use",
      "Another Gatehouse already uses this studio home. Close it, or start this one with another --home.",
      { cause: error },
    );
  }
  return { release: () => file.close() };
}
