import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { OrgId } from "../../src-contract/ids.ts";
import { anchorNoteAt, type AnchorNote } from "./anchor-note.ts";
import { openDatabase, type OpenDatabase } from "./open-database.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import { ORG_SCHEMA, STUDIO_SCHEMA } from "./schema.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { StoreError } from "./store-error.ts";
import type { OrgTables, StudioTables } from "./tables.ts";

/** A studio home that this process owns: `studio.db` and one folder an organization. */
export interface StudioHome {
  readonly path: string;
  readonly studio: OpenDatabase<StudioTables>;
  openOrg(id: OrgId): OpenDatabase<OrgTables>;
  /** So that opening one that was there never makes an empty one in its place. @throws {StoreError} `database_missing`. */
  assertOrgThere(id: OrgId): void;
  /** Removes the folder of an organization whose set-up did not finish. Its database must be closed. */
  discardOrg(id: OrgId): void;
  /** The note that remembers an organization's audit log outside its database. */
  anchorNote(id: OrgId): AnchorNote;
  close(): Promise<void>;
}

/**
 * Takes a studio home: creates it if it is absent (0700), locks it, opens `studio.db`.
 *
 * @throws {StoreError} `home_in_use`, `home_unreadable`, `database_newer`, `database_damaged`, `disk_full`.
 */
export function openHome(path: string): StudioHome {
  makePrivateFolder(path);
  const lock = takeOwnerLock(join(path, "owner.lock"));
  try {
    const studio = openDatabase<StudioTables>(studioDatabasePath(path), STUDIO_SCHEMA, "at-commit");
    return {
      path,
      studio,
      openOrg: (id) => {
        makePrivateFolder(join(path, "orgs"));
        makePrivateFolder(join(path, "orgs", id));
        return openDatabase<OrgTables>(orgDatabasePath(path, id), ORG_SCHEMA, "at-sync");
      },
      assertOrgThere: (id) => {
        const database = orgDatabasePath(path, id);
        if (!existsSync(database))
          throw new StoreError("database_missing", `There is no file ${JSON.stringify(database)}.`);
      },
      anchorNote: (id) => anchorNoteAt(path, id),
      discardOrg: (id) => rmSync(join(path, "orgs", id), { recursive: true, force: true }),
      close: async () => {
        await studio.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Where the studio's own database lies. */
export function studioDatabasePath(home: string): string {
  return join(home, "studio.db");
}

/** Where the database of an organization lies. */
export function orgDatabasePath(home: string, id: OrgId): string {
  return join(home, "orgs", id, "org.db");
}
