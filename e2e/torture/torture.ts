import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { callId } from "../../src-contract/ids.ts";
import { createSeededRandom, type SeededRandom } from "../../testkit/seeded-random.ts";
import { createToken } from "../harness/enter-secret.ts";
import { sidecarOf } from "../harness/processes.ts";
import { setUpStudio } from "../harness/set-up.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor, type RunningStudio } from "../harness/studio.ts";
import { echo } from "../harness/upstreams.ts";
import { writeNotes, type NoteDoor, type Told } from "./agent-calls.ts";
import { inspect, type Findings } from "./findings.ts";
import { decideAll, type Desk } from "./operator.ts";

export interface TortureOptions {
  readonly home: string;
  readonly kills: number;
  /** The same seed kills at the same moments, as far as the machine is the same. */
  readonly seed: number;
  readonly onRound?: (round: number, told: ReadonlyMap<string, Told>) => void;
}

export interface TortureReport extends Findings {
  readonly kills: number;
  /** How far a round had come when it was killed. */
  readonly killedWhile: Readonly<Record<string, number>>;
  readonly tookMs: number;
}

/** When a round ends: while the vault opens, while the connectors start, or so long after the first note of the round. */
const ENDS: readonly [End, ...End[]] = [
  { stage: "opening", withinMs: 1_500 },
  { stage: "working", withinMs: 600 },
  { stage: "writing", withinMs: 150 },
  { stage: "writing", withinMs: 600 },
  { stage: "writing", withinMs: 1_500 },
];
const OPEN_MS = 30_000;
const DRAIN_MS = 60_000;

interface End {
  readonly stage: "opening" | "working" | "writing";
  readonly withinMs: number;
}

/** What outlives the deaths. */
interface Memory {
  readonly random: SeededRandom;
  readonly told: Map<string, Told>;
  readonly desk: Desk;
  readonly nextId: () => string;
  readonly killedWhile: Record<string, number>;
}

/**
 * Kills the sidecar with SIGKILL at random moments of a scripted run: agents write notes, some of which run by rule and some of which an
 * operator approves, edits or denies. After each death a new studio is started on the same home, the vault is opened and the run goes on.
 */
export async function torture({ home, kills, seed, onRound }: TortureOptions): Promise<TortureReport> {
  const startedAt = performance.now();
  let notes = 0;
  const memory: Memory = {
    random: createSeededRandom(seed),
    told: new Map(),
    desk: { open: new Set(), decided: new Map() },
    nextId: () => `note-${(notes += 1)}`,
    killedWhile: {},
  };
  const path = join(home, "notes.txt");
  const key = await prepare(home);
  for (let round = 1; round <= kills; round += 1) {
    await liveAndDie(home, { key, path }, memory);
    onRound?.(round, memory.told);
  }
  await drain(home, memory);
  const found = inspect(home, path, memory.told);
  return { kills, killedWhile: memory.killedWhile, tookMs: Math.round(performance.now() - startedAt), ...found };
}

/** Sets a studio up and ends it in good order. @returns the key of its agents. */
async function prepare(home: string): Promise<string> {
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
  const settings = await door.studio.settings();
  await door.studio.setSettings({ ...settings, idleLockMs: 0 });
  return key;
}

async function liveAndDie(home: string, door: Pick<NoteDoor, "key" | "path">, memory: Memory): Promise<void> {
  const studio = await startStudio(home, ["--agents-port", "0"]);
  const over = new AbortController();
  const life = { stage: "starting" };
  const living = live(studio, { ...door, agents: studio.agents }, memory, over.signal, life);
  living.catch(() => {}); // Looked at below, after the death.
  const pid = await sidecarOf(studio.host.pid ?? 0);
  await untilItsEnd(memory.random, life);
  process.kill(pid, "SIGKILL");
  const { stage } = life;
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

async function untilItsEnd(random: SeededRandom, life: { readonly stage: string }): Promise<void> {
  const { stage, withinMs } = random.pick(ENDS);
  const awaited = { opening: [life.stage], working: ["working", "writing"], writing: ["writing"] }[stage];
  const giveUpAt = Date.now() + OPEN_MS;
  while (!awaited.includes(life.stage) && Date.now() < giveUpAt) await sleep(5);
  await sleep(random.below(withinMs));
}

async function live(
  studio: RunningStudio,
  door: NoteDoor,
  memory: Memory,
  signal: AbortSignal,
  life: { stage: string },
): Promise<void> {
  const person = await orDeath(signal, signIn(studio, life));
  await orDeath(signal, assertKept(person, memory.desk));
  life.stage = "working";
  const free = { name: "free__write_note", pauseMs: 5 };
  const asked = { name: "asked__write_note", pauseMs: 5 };
  const { nextId, told } = memory;
  const notes = { nextId, told, onDone: () => void (life.stage = "writing") };
  const agents = [free, free, asked, asked, asked].map((tool) => writeNotes(door, tool, notes, signal));
  await Promise.all([...agents, orDeath(signal, decideAll(person, memory.desk, memory.random, signal))]);
}

/** Opens the vault. */
async function signIn(studio: RunningStudio, life: { stage: string }): Promise<PeopleDoor> {
  const { door } = await connectWindow(studio.window);
  const state = await door.studio.state();
  if (state.kind !== "locked") throw Object.assign(new Error(`the studio is ${state.kind}`), { code: "not_locked" });
  const { id: orgId, members } = state.org;
  const [member] = members;
  if (!member) throw Object.assign(new Error("no member is left"), { code: "no_member" });
  life.stage = "unlocking";
  await door.session.signIn({ orgId, memberId: member.id, passphrase: FIRST_RUN.passphrase });
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

/** Lives once more, undisturbed, until nothing waits; ends in good order. */
async function drain(home: string, memory: Memory): Promise<void> {
  await using studio = await startStudio(home, ["--agents-port", "0"]);
  const door = await signIn(studio, { stage: "" });
  await assertKept(door, memory.desk);
  const over = new AbortController();
  const deciding = decideAll(door, memory.desk, memory.random, over.signal);
  const giveUpAt = Date.now() + DRAIN_MS;
  for (;;) {
    const { calls } = await door.calls.list({ states: ["received", "awaiting", "approved", "executing"], limit: 200 });
    if (calls.length === 0 || Date.now() > giveUpAt) break; // What is left is found by looking at the database.
    await sleep(100);
  }
  over.abort();
  await deciding;
}
