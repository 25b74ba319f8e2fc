import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OrgId } from "../../src-contract/ids.ts";
import { makePrivateFolder } from "./private-folder.ts";

/** A file that remembers the newest checkpoint of an organization's audit log, outside its database. */
export interface AnchorNote {
  readonly path: string;
  /** Null: there is none. */
  read(): string | null;
  write(note: string): void;
  /** Gives it another name, so that it is kept and counts no more. */
  putAside(at: number): void;
}

/** The note of an organization in a home. */
export function anchorNoteAt(home: string, id: OrgId): AnchorNote {
  const folder = join(home, "anchors");
  const path = join(folder, `${id}.note`);
  return {
    path,
    read: () => (existsSync(path) ? readFileSync(path, "utf8") : null),
    write: (note) => {
      makePrivateFolder(folder);
      writeFileSync(`${path}.part`, note, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    },
    putAside: (at) => {
      if (existsSync(path)) renameSync(path, join(folder, `${id}.${at}.note`));
    },
  };
}
