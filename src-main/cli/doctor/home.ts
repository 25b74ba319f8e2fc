import { accessSync, constants, statSync } from "node:fs";
import { open, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { hasFileModes, homePaths } from "../../base/home.ts";
import type { Check, Verdict } from "./finding.ts";

const MIB = 1024 * 1024;
const WARN_BELOW_BYTES = 1024 * MIB;
const BAD_BELOW_BYTES = 100 * MIB;
/** Linux takes 107 bytes of a socket's path, macOS 103. */
const MAX_SOCKET_PATH_BYTES = 103;

/** The studio home and what lies in it. */
export function homeChecks(home: string): readonly Check[] {
  return [
    { id: "home", title: "Home", look: () => lookAtHome(home) },
    { id: "disk", title: "Free disk", look: () => lookAtDisk(home) },
    { id: "database", title: "Database", look: () => lookAtDatabase(homePaths(home).database) },
  ];
}

function lookAtHome(home: string): Verdict {
  const place = JSON.stringify(home);
  const stats = statSync(home, { throwIfNoEntry: false });
  if (stats === undefined) return { grade: "ok", found: `${place} does not exist yet` };
  if (!stats.isDirectory())
    return { grade: "bad", found: `${place} is not a folder`, mend: "Choose another with --home." };
  if (!isWritable(home)) {
    return { grade: "bad", found: `${place} cannot be written`, mend: "Make it yours, or choose another with --home." };
  }
  if (hasFileModes && stats.uid !== process.getuid?.()) {
    return { grade: "bad", found: `${place} belongs to another user`, mend: "Choose another with --home." };
  }
  if (hasFileModes && (stats.mode & 0o077) !== 0) {
    return { grade: "bad", found: `${place} is open to other users`, mend: `chmod 700 ${place}` };
  }
  if (hasFileModes && Buffer.byteLength(homePaths(home).peopleSocket) > MAX_SOCKET_PATH_BYTES) {
    const mend = "The command line cannot reach a studio there. Choose a shorter path with --home.";
    return { grade: "warn", found: `the path of ${place} is too long for a socket`, mend };
  }
  return { grade: "ok", found: `${place}, yours alone` };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false; // that is the answer
  }
}

async function lookAtDisk(home: string): Promise<Verdict> {
  const stats = await statfs(nearestFolder(home));
  const free = stats.bavail * stats.bsize;
  const found = `${Math.floor(free / MIB)} MiB`;
  const mend = "Make room on this disk: what cannot be written down is not sent.";
  if (free < BAD_BELOW_BYTES) return { grade: "bad", found, mend };
  return free < WARN_BELOW_BYTES ? { grade: "warn", found, mend } : { grade: "ok", found };
}

function nearestFolder(path: string): string {
  const exists = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return exists || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Reads the file's header, which asks nothing of a studio that has it open. */
async function lookAtDatabase(path: string): Promise<Verdict> {
  const header = await readHeader(path);
  if (header === undefined) return { grade: "ok", found: "none yet" };
  if (header.byteLength < 100 || header.toString("latin1", 0, 16) !== "SQLite format 3\0") {
    const mend = "Restore studio.db from a backup. Nothing was changed.";
    return { grade: "bad", found: `${JSON.stringify(path)} is not a database`, mend };
  }
  // What a running studio wrote last is still in its journal, the version of a fresh database included.
  const journalBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return {
    grade: "ok",
    found: journalBytes > 0 ? "readable, with a journal" : `readable, version ${versionIn(header)}`,
  };
}

/** SQLite's `user_version`. @see https://www.sqlite.org/fileformat.html §1.3 */
function versionIn(header: Buffer): number {
  return header.readUInt32BE(60);
}

async function readHeader(path: string): Promise<Buffer | undefined> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0);
  return buffer.subarray(0, bytesRead);
}
