import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { isBackupName } from "../backup/index.ts";
import { settingText, setSettingText } from "../store/index.ts";
import type { Org, Studio } from "./org.ts";

const PLACES = "backup-places";
const MAX_PLACES = 50;

const places = z.array(z.object({ path: z.string(), at: z.int() }));

/** A backup that this studio made. */
export interface BackupPlace {
  readonly path: string;
  readonly at: number;
}

/** Where backups are written when no folder is named. */
export function backupFolder({ home }: Pick<Studio, "home">): string {
  return join(home, "backups");
}

/** Backups of an organization, newest first: what lies in the studio's own folder, and what it wrote elsewhere and is still there. */
export async function backupPlaces(
  studio: Pick<Studio, "home">,
  org: Pick<Org, "id" | "db">,
): Promise<readonly BackupPlace[]> {
  const found = new Map((await remembered(org)).map(({ path, at }) => [path, at]));
  const folder = backupFolder(studio);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (isBackupName(name) && name.startsWith(org.id) && !found.has(path)) found.set(path, statSync(path).mtimeMs);
  }
  return [...found]
    .filter(([path]) => existsSync(path))
    .map(([path, at]) => ({ path, at: Math.trunc(at) }))
    .toSorted((one, other) => other.at - one.at);
}

/** The newest of them. */
export async function lastBackup(studio: Studio, org: Org): Promise<BackupPlace | null> {
  const [newest] = await backupPlaces(studio, org);
  return newest ?? null;
}

/** Remembers a backup that was written. */
export async function rememberBackup({ authority, db, id }: Org, place: BackupPlace, actor: string): Promise<void> {
  const known = await remembered({ db });
  const next = [place, ...known.filter(({ path }) => path !== place.path)].slice(0, MAX_PLACES);
  await authority.record(async (tx) => {
    await setSettingText(tx, PLACES, JSON.stringify(next));
    const body = { path: place.path };
    return { value: undefined, entries: [{ actor, action: "backup.created", subject: id, body }] };
  });
}

async function remembered({ db }: Pick<Org, "db">): Promise<readonly BackupPlace[]> {
  return places.parse(JSON.parse((await settingText(db, PLACES)) ?? "[]"));
}
