import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import envPaths from "env-paths";

/** A home that cannot be used: the message says what to do about it. */
export class HomeError extends Error {
  readonly code = "home_unreadable";
}

/** Where a studio lives when nobody says otherwise: the platform's data folder. */
export function defaultHome(): string {
  return envPaths("Gatehouse", { suffix: "" }).data;
}

/**
 * Creates the studio home, readable by its owner alone, or checks that an existing one is.
 *
 * A loose mode is tightened only where no stranger's files can be meant: in an empty folder or in a studio home.
 *
 * @returns The absolute path.
 * @throws {HomeError} `home_unreadable`.
 */
export function openHome(folder: string): string {
  const home = resolve(folder);
  assertShort(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    assertPrivate(home);
    return home;
  } catch (error) {
    if (error instanceof HomeError) throw error;
    throw new HomeError(`The folder ${JSON.stringify(home)} cannot be used as a studio home: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

/** The system cuts or refuses the name of a socket that is longer; measured in bytes, without the zero at its end. */
const MAX_SOCKET_PATH_BYTES = process.platform === "linux" ? 107 : 103;

/** Everybody who speaks to a studio from outside does so over a socket in its home. */
function assertShort(home: string): void {
  if (process.platform === "win32") return;
  const excess = Buffer.byteLength(homePaths(home).peopleSocket) - MAX_SOCKET_PATH_BYTES;
  if (excess <= 0) return;
  throw new HomeError(
    `The path ${JSON.stringify(home)} is ${excess} bytes too long for a studio home: the sockets in it could not be opened. ` +
      "Choose a shorter one with --home.",
  );
}

/** True where the file system keeps modes and owners; Windows answers through access lists instead. */
export const hasFileModes = process.platform !== "win32";

function assertPrivate(home: string): void {
  const stats = statSync(home);
  if (!stats.isDirectory()) throw new HomeError(`${JSON.stringify(home)} is not a folder.`);
  if (!hasFileModes) return;
  if (stats.uid !== process.getuid?.()) {
    throw new HomeError(`The folder ${JSON.stringify(home)} belongs to another user. Choose one of your own.`);
  }
  if ((stats.mode & 0o077) === 0) return;
  const entries = readdirSync(home);
  if (entries.length > 0 && !entries.includes("studio.db")) {
    throw new HomeError(
      `Other users can look into ${JSON.stringify(home)}, and it holds files that are not a studio's. ` +
        "Choose an empty folder, or close this one with: chmod 700",
    );
  }
  chmodSync(home, 0o700);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Names of what hosts and the command line look for in a home. */
export interface HomePaths {
  /** Written by the sidecar: `{"url": "http://127.0.0.1:PORT/mcp"}`. */
  readonly agentsFile: string;
  readonly database: string;
  /** What Electron's main process keeps with the operating system's keychain. */
  readonly keychainFolder: string;
  /** Where the host answers requests for another window. */
  readonly hostSocket: string;
  /** Where the sidecar serves the people's door to the command line. */
  readonly peopleSocket: string;
}

export function homePaths(home: string): HomePaths {
  return {
    agentsFile: join(home, "agents.json"),
    database: join(home, "studio.db"),
    keychainFolder: join(home, "keychain"),
    hostSocket: socketPath(home, "host"),
    peopleSocket: socketPath(home, "people"),
  };
}

/** On Windows named pipes live in one flat namespace, so the home's own path is folded into the name. */
function socketPath(home: string, name: "host" | "people"): string {
  if (process.platform !== "win32") return join(home, `${name}.sock`);
  return String.raw`\\.\pipe\gatehouse-${name}-${Buffer.from(home).toString("base64url")}`;
}
