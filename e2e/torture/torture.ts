import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { callId } from "../../src-contract/ids.ts";
import { createSeededRandom, type SeededRandom } from "../../testkit/seeded-random.ts";
import { createToken } from "../harness/enter-secret.ts";
import { sidecarOf } from "../harness/processes.ts";
import { prepareHome } from "../harness/prepared-home.ts";
import { setUpStudio } from "../harness/set-up.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor, type RunningStudio } from "../harness/studio.ts";
import { echo } from "../harness/upstreams.ts";
import { writeNotes, type Told } from "./agent-calls.ts";
import { inspect, type Findings } from "./findings.ts";
import { decideAll, type Desk } from "./operator.ts";
import { rotateAgainAndAgain, type Rotations } from "./rotations.ts";
import { makeSecrets, replaceSecret, secretFaults, type KnownSecret } from "./secrets.ts";
import { askProver } from "./tool-call.ts";
import { createTearer, type TornReport } from "./torn.ts";

export interface TortureOptions {
  readonly home: string;
  readonly kills: number;
  /** The same seed kills at the same moments, as far as the machine is the same. */
  readonly seed: number;
  /** How often what lies on the disk after a death is cut at a random byte of a write-ahead log and opened. */
  readonly torn?: number;
  readonly onRound?: (round: number, soFar: SoFar) => void;
}

/** What has happened up to a round, to be told on the way. */
export interface SoFar {
  readonly notes: number;
  readonly unlocks: number;
  readonly rotations: number;
  readonly torn: number;
  readonly broken: readonly string[];
}

export interface TortureReport extends Findings {
  readonly kills: number;
  /** How far a round had come when it was killed; `rotating` beside that when a rotation ran. */
  readonly killedWhile: Readonly<Record<string, number>>;
  /** Values of secrets that were entered, and how many of them the studio had confirmed. */
  readonly secrets: { readonly entered: number; readonly confirmed: number };
  readonly rotations: { readonly begun: number; readonly finished: number };
  /** Unlocks, each of which checks the whole manifest. */
  readonly unlocks: number;
  readonly torn: TornReport;
  readonly tookMs: number;
}

/** When a round ends: while the vault opens, while the connectors start, so long after the first note, or while a rotation runs. */
const ENDS: readonly [End, ...End[]] = [
  { stage: "opening", withinMs: 1_500 },
  { stage: "working", withinMs: 600 },
  { stage: "writing", withinMs: 150 },
  { stage: "writing", withinMs: 600 },
  { stage: "writing", withinMs: 1_500 },
  { stage: "rotating", withinMs: 60 },
  { stage: "rotating", withinMs: 400 },
  { stage: "rotating", withinMs: 6_000 },
];
const OPEN_MS = 30_000;
const DRAIN_MS = 60_000;

interface End {
  readonly stage: "opening" | "working" | "writing" | "rotating";
  readonly withinMs: number;
}

/** What outlives the deaths. */
interface Memory {
  readonly random: SeededRandom;
  readonly told: Map<string, Told>;
  readonly desk: Desk;
  readonly nextId: () => string;
  readonly killedWhile: Record<string, number>;
  readonly rotations: Rotations;
  unlocks: number;
  readonly faults: string[];
}

/** A home that was set up, and what goes on in it. */
interface Place {
  readonly home: string;
  readonly path: string;
  readonly key: string;
  readonly secrets: readonly KnownSecret[];
}

/**
 * Kills the sidecar with SIGKILL at random moments of a scripted run: agents write notes, some of which run by rule and some of which an
 * operator approves, edits or denies; secrets are replaced, and one rotation follows the other. After each death a new studio is started
 * on the same home, the vault is opened, a server proves which secrets it is given, and the run goes on.
 */
export async function torture({ home, kills, seed, torn = 0, onRound }: TortureOptions): Promise<TortureReport> {
  const startedAt = performance.now();
  let notes = 0;
  const memory: Memory = {
    random: createSeededRandom(seed),
    told: new Map(),
    desk: { open: new Set(), decided: new Map() },
    nextId: () => `note-${(notes += 1)}`,
    killedWhile: {},
    rotations: { begun: 0, finished: 0, isRunning: false },
    unlocks: 0,
    faults: [],
  };
  const { headlessKey, ...place } = await prepare(home);
  using tearer = createTearer(place, headlessKey);
  for (let round = 1; round <= kills; round += 1) {
    await liveAndDie(place, memory);
    while (tearer.report.snapshots < Math.floor((torn * round) / kills)) await tearer.tear(memory.random);
    onRound?.(round, {
      notes: memory.told.size,
      unlocks: memory.unlocks,
      rotations: memory.rotations.begun,
      torn: tearer.report.snapshots,
      broken: [...memory.faults, ...tearer.report.broken],
    });
  }
  await drain(place, memory);
  const found = inspect(home, place.path, memory.told);
  const { killedWhile, unlocks, rotations } = memory;
  return {
    kills,
    killedWhile,
    unlocks,
    rotations: { begun: rotations.begun, finished: rotations.finished },
    secrets: {
      entered: sum(place.secrets.map(({ entered }) => entered.length)),
      confirmed: sum(place.secrets.map(({ confirmed }) => confirmed + 1)),
    },
    torn: tearer.report,
    tookMs: Math.round(performance.now() - startedAt),
    ...found,
    broken: [...found.broken, ...memory.faults, ...tearer.report.broken],
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Sets a studio up and ends it in good order. */
async function prepare(home: string): Promise<Place & { readonly headlessKey: string }> {
  prepareHome(home);
  await using studio = await startStudio(home, ["--agents-port", "0"]);
  using setUp = await setUpStudio(studio.window, {
    connectors: { Free: echo(), Asked: echo() },
    classes: { free__write_note: "read-only" },
  });
  const { door, connectors, key } = setUp;
  // Each connection needs the vault, so that each life after a death proves that it opens.
  const { id: credentialId } = await createToken(door, { name: "token", scope: "org_secret" }, "a-secret-of-the-vault");
  for (const { id, name, config } of connectors.values()) {
    if (config.kind !== "mcp-stdio") continue;
    const env = [{ name: "TOKEN", source: { kind: "org_secret" as const, credentialId } }];
    await door.connectors.update({ id, name, config: { ...config, env } });
  }
  const { secrets } = await makeSecrets(setUp);
  const { key: headlessKey } = await door.vault.addHeadlessKey({ passphrase: FIRST_RUN.passphrase });
  const settings = await door.studio.settings();
  await door.studio.setSettings({ ...settings, idleLockMs: 0 });
  return { home, path: join(home, "notes.txt"), key, secrets, headlessKey };
}

async function liveAndDie(place: Place, memory: Memory): Promise<void> {
  const studio = await startStudio(place.home, ["--agents-port", "0"]);
  const over = new AbortController();
  const life = { stage: "starting" };
  memory.rotations.isRunning = false;
  const living = live(studio, place, memory, over.signal, life);
  living.catch(() => {}); // Looked at below, after the death.
  const pid = await sidecarOf(studio.host.pid ?? 0);
  await untilItsEnd(memory, life);
  process.kill(pid, "SIGKILL");
  for (const stage of memory.rotations.isRunning ? [life.stage, "rotating"] : [life.stage])
    memory.killedWhile[stage] = (memory.killedWhile[stage] ?? 0) + 1;
  over.abort();
  const gone = once(studio.host, "exit");
  studio.host.kill("SIGKILL");
  await gone;
  await living.catch((error: unknown) => {
    // A broken line is how a death looks from outside; a refusal is not.
    if (error instanceof Error && "code" in error && typeof error.code === "string" && /^[a-z_]+$/.test(error.code))
      throw error;
  });
}

async function untilItsEnd({ random, rotations }: Memory, life: { readonly stage: string }): Promise<void> {
  const { stage, withinMs } = random.pick(ENDS);
  const isReached = {
    opening: () => true,
    working: () => life.stage === "working" || life.stage === "writing",
    writing: () => life.stage === "writing",
    rotating: () => rotations.isRunning,
  }[stage];
  const giveUpAt = Date.now() + OPEN_MS;
  while (!isReached() && Date.now() < giveUpAt) await sleep(5);
  await sleep(random.below(withinMs));
}

async function live(
  studio: RunningStudio,
  place: Place,
  memory: Memory,
  signal: AbortSignal,
  life: { stage: string },
): Promise<void> {
  const door = { agents: studio.agents, key: place.key, path: place.path };
  const person = await orDeath(signal, signIn(studio, memory, life));
  await orDeath(signal, assertKept(person, memory.desk));
  memory.faults.push(...secretFaults(place.secrets, await askProver(door, signal)));
  life.stage = "working";
  const free = { name: "free__write_note", pauseMs: 5 };
  const asked = { name: "asked__write_note", pauseMs: 5 };
  const { nextId, told } = memory;
  const notes = { nextId, told, onDone: () => void (life.stage = "writing") };
  const agents = [free, free, asked, asked, asked].map((tool) => writeNotes(door, tool, notes, signal));
  const people = [
    decideAll(person, memory.desk, memory.random, signal),
    ...place.secrets.map((secret) => replaceSecret(person, secret, signal)),
    rotateAgainAndAgain(person, memory.rotations, signal),
  ];
  await Promise.all([...agents, ...people.map((work) => orDeath(signal, work))]);
}

/** Opens the vault. */
async function signIn(studio: RunningStudio, memory: Memory, life: { stage: string }): Promise<PeopleDoor> {
  const { door } = await connectWindow(studio.window);
  const state = await door.studio.state();
  if (state.kind !== "locked") throw Object.assign(new Error(`the studio is ${state.kind}`), { code: "not_locked" });
  const { id: orgId, members } = state.org;
  const [member] = members;
  if (!member) throw Object.assign(new Error("no member is left"), { code: "no_member" });
  life.stage = "unlocking";
  await door.session.signIn({ orgId, memberId: member.id, passphrase: FIRST_RUN.passphrase });
  memory.unlocks += 1;
  const { kind } = await door.studio.state();
  if (kind !== "signed-in")
    throw Object.assign(new Error(`after the unlock the studio is ${kind}`), { code: "not_open" });
  life.stage = "looking";
  return door;
}

/** Every call that was seen to wait, and whose decision nobody confirmed, is still there. */
async function assertKept(door: PeopleDoor, desk: Desk): Promise<void> {
  for (const id of desk.open) await door.calls.get({ id: callId.parse(id) });
}

/** A line to a process that was killed may stay silent for ever. */
async function orDeath<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const dead = Promise.withResolvers<never>();
  const die = (): void => dead.reject(new Error("the studio died"));
  signal.addEventListener("abort", die, { once: true });
  if (signal.aborted) die();
  work.catch(() => {}); // Its end after the death is nobody's business.
  return Promise.race([work, dead.promise]);
}

/** Lives once more, undisturbed, until nothing waits and no rotation runs; ends in good order. */
async function drain({ home, key, secrets }: Place, memory: Memory): Promise<void> {
  await using studio = await startStudio(home, ["--agents-port", "0"]);
  const door = await signIn(studio, memory, { stage: "" });
  await assertKept(door, memory.desk);
  const over = new AbortController();
  const deciding = decideAll(door, memory.desk, memory.random, over.signal);
  const giveUpAt = Date.now() + DRAIN_MS;
  for (;;) {
    const { calls } = await door.calls.list({ states: ["received", "awaiting", "approved", "executing"], limit: 200 });
    const { rotation } = await door.vault.status();
    if ((calls.length === 0 && rotation.kind === "idle") || Date.now() > giveUpAt) break; // What is left is found by looking at the database.
    await sleep(100);
  }
  const { rotation, keyVersions } = await door.vault.status();
  if (rotation.kind !== "idle") memory.faults.push(`the last rotation did not end: ${JSON.stringify(keyVersions)}`);
  memory.faults.push(...secretFaults(secrets, await askProver({ agents: studio.agents, key }, over.signal)));
  over.abort();
  await deciding;
}
