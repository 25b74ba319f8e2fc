import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { ROOT } from "./run.js";

// The package is only looked at: importing it under Node starts a download.
const FOLDER = join(ROOT, "node_modules", "electron");
const SCRATCH = join(ROOT, ".cache", "electron");
const FAILED = join(SCRATCH, "install-failed");

const SILENCE_MS = 20_000;
const LIMIT_MS = 240_000;

/** @returns {string | null} Electron's executable, where it is on this machine. */
export function electronBinary() {
  const named = process.env["ELECTRON_EXEC_PATH"];
  if (named) return existsSync(named) ? named : null;
  const record = join(FOLDER, "path.txt");
  const program = existsSync(record) ? readFileSync(record, "utf8") : "electron";
  const path = join(process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(FOLDER, "dist"), program);
  return existsSync(path) ? path : null;
}

/**
 * Runs Electron's own installer, once for each version: a failure is remembered and not tried again, unless `again`.
 *
 * @param {{ again?: boolean }} [options]
 * @returns {Promise<string | null>} The executable, or null where it could not be fetched.
 */
export async function installElectron({ again = false } = {}) {
  const version = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")).version;
  if (!again && existsSync(FAILED) && readFileSync(FAILED, "utf8") === version) return null;
  rmSync(SCRATCH, { recursive: true, force: true });
  mkdirSync(SCRATCH, { recursive: true });
  process.stdout.write(`Fetching Electron ${version} …\n`);
  await runInstaller();
  const binary = electronBinary();
  rmSync(SCRATCH, { recursive: true, force: true });
  if (binary) return binary;
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(FAILED, version);
  return null;
}

/** Ends when the installer does, when nothing arrived for 20 s, or after 4 minutes. Its stack traces are not for people. */
function runInstaller() {
  const env = { ...process.env, TMPDIR: SCRATCH, TEMP: SCRATCH, TMP: SCRATCH, ELECTRON_GET_NO_PROGRESS: "1" };
  const child = spawn(process.execPath, [join(FOLDER, "install.js")], { stdio: "ignore", env });
  return new Promise((resolve) => {
    const startedAt = Date.now();
    let [grewAt, bytes] = [startedAt, 0];
    const timer = setInterval(() => {
      const now = Date.now();
      const arrived = sizeOf(SCRATCH);
      if (arrived > bytes) [grewAt, bytes] = [now, arrived];
      if (bytes > 0 && process.stdout.isTTY) process.stdout.write(`\r  ${Math.round(bytes / 2 ** 20)} MB `);
      if (now - grewAt > SILENCE_MS || now - startedAt > LIMIT_MS) child.kill();
    }, 500);
    const end = () => {
      clearInterval(timer);
      if (bytes > 0 && process.stdout.isTTY) process.stdout.write("\n");
      resolve(undefined);
    };
    child.once("close", end);
    child.once("error", end);
  });
}

/**
 * @param {string} folder
 * @returns {number} Bytes of everything in it.
 */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // A file may be renamed between the listing and the look.
    bytes += entry.isDirectory() ? sizeOf(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}
