import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { BackupError } from "./backup-error.ts";

const MAX_BYTES = 256 * 1024 * 1024;

/** Writes a file that only its owner reads, and that was not there before. @throws {BackupError} `file_unwritable`. */
export function writeNewFile(path: string, bytes: Uint8Array): void {
  let file: number | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    file = openSync(path, "wx", 0o600);
    for (let at = 0; at < bytes.byteLength;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (cause) {
    if (file !== undefined) rmSync(path, { force: true }); // Half a file is none.
    throw new BackupError("file_unwritable", undefined, { cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reads a whole file of at most 256 MiB. @throws {BackupError} `file_unreadable`. */
export function readSmallFile(path: string): Uint8Array {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > MAX_BYTES) throw new BackupError("file_unreadable");
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new BackupError("file_unreadable", undefined, { cause });
  }
}
