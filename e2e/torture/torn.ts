import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { SeededRandom } from "../../testkit/seeded-random.ts";
import { connectWindow, startStudio } from "../harness/studio.ts";
import { CLI } from "./paths.ts";
import { secretFaults, type KnownSecret } from "./secrets.ts";
import { askProver, type AgentsDoor } from "./tool-call.ts";

/** What became of copies whose write-ahead log was cut off. */
export interface TornReport {
  snapshots: number;
  /** Of these the cut was inside of the log; the others lost nothing or had none. */
  cut: number;
  readonly broken: string[];
}

export interface Tearer extends Disposable {
  readonly report: TornReport;
  /** Copies what lies there after a death, cuts the log at a random byte, and opens the copy. */
  tear(random: SeededRandom): Promise<void>;
}

const OPEN_MS = 20_000;
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4096;

/** What is torn. `path`: the file that the calls of the home write to. */
interface Torn {
  readonly home: string;
  readonly path: string;
  readonly key: string;
  readonly secrets: readonly KnownSecret[];
}

/**
 * Tears copies of a home: what is left must be a committed prefix that opens, has a valid manifest and a log that verifies.
 *
 * The studio's own small database is taken from before the first death: it remembers how far vault and log had come, and a cut that goes
 * behind that is a rollback, which is refused on purpose. Call this when no studio runs.
 */
export function createTearer({ home, path, key, secrets }: Torn, headlessKey: string): Tearer {
  const before = createTempHome();
  for (const name of globSync("studio.db*", { cwd: home })) copyFileSync(join(home, name), join(before.path, name));
  const report: TornReport = { snapshots: 0, cut: 0, broken: [] };
  return {
    report,
    async tear(random) {
      using copy = createTempHome();
      report.snapshots += 1;
      if (copyTorn({ home, before: before.path, copy: copy.path }, random)) report.cut += 1;
      // A copy carries on with what was approved, as it should: what it writes is not the home's.
      const notes = existsSync(path) ? readFileSync(path) : "";
      report.broken.push(...(await faultsOf(copy.path, { headlessKey, key, secrets })));
      writeFileSync(path, notes);
    },
    [Symbol.dispose]: () => before[Symbol.dispose](),
  };
}

/** @returns Whether the cut took something away. */
function copyTorn(
  { home, before, copy }: { readonly home: string; readonly before: string; readonly copy: string },
  random: SeededRandom,
): boolean {
  cpSync(before, copy, { recursive: true });
  const [database = ""] = globSync("orgs/*/org.db", { cwd: home });
  mkdirSync(dirname(join(copy, database)), { recursive: true, mode: 0o700 });
  copyFileSync(join(home, database), join(copy, database));
  const log = `${database}-wal`;
  if (!existsSync(join(home, log))) return false;
  copyFileSync(join(home, log), join(copy, log));
  const { size } = statSync(join(copy, log));
  const least = Math.min(size, movedBytes(join(home, `${database}-shm`)));
  const keep = least + random.below(size - least + 1);
  truncateSync(join(copy, log), keep);
  return keep < size;
}

/**
 * How much of a log is on the disk for certain: SQLite syncs what it moves into the database before it moves it, so no power cut takes
 * that away again.
 *
 * @see https://sqlite.org/walformat.html, "nBackfillAttempted"
 */
function movedBytes(index: string): number {
  if (!existsSync(index)) return 0;
  const bytes = readFileSync(index);
  const frames = bytes.length < 132 ? 0 : os.endianness() === "LE" ? bytes.readUInt32LE(128) : bytes.readUInt32BE(128);
  return frames === 0 ? 0 : LOG_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + PAGE_BYTES);
}

/** The vault is open a moment before calls are taken in. */
async function proofsOnceOpen(door: AgentsDoor, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await askProver(door, signal);
    } catch (error) {
      if (signal.aborted || !String(error).includes("vault_locked")) throw error;
      await sleep(20);
    }
  }
}

interface Opens {
  readonly headlessKey: string;
  readonly key: string;
  readonly secrets: readonly KnownSecret[];
}

async function faultsOf(home: string, { headlessKey, key, secrets }: Opens): Promise<readonly string[]> {
  const faults: string[] = [];
  try {
    await using studio = await startStudio(home, ["--agents-port", "0"], { GATEHOUSE_SECRET_KEY: headlessKey });
    const { door, close } = await connectWindow(studio.window);
    const signal = AbortSignal.timeout(OPEN_MS);
    let state = await door.studio.state();
    while (state.kind === "locked" && !signal.aborted) state = await door.studio.state();
    close();
    if (state.kind === "new" || state.kind === "unreadable" || state.org.openFor === null)
      faults.push(`a torn copy is ${state.kind}: ${JSON.stringify(state)}`);
    const proofs = await proofsOnceOpen({ agents: studio.agents, key }, signal);
    // A prefix may be older than what was confirmed, never something that nobody entered.
    faults.push(
      ...secretFaults(
        secrets.map((one) => ({ ...one, confirmed: -1 })),
        proofs,
      ),
    );
  } catch (error) {
    faults.push(`a torn copy does not open: ${String(error)}`);
  }
  const { status, stdout } = spawnSync(process.execPath, [CLI, "audit", "verify", "--home", home, "--json"], {
    encoding: "utf8",
  });
  return status === 0 ? faults : [...faults, `the log of a torn copy does not verify: ${stdout}`];
}
