import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createTempHome } from "../../testkit/temp-home.ts";
import { setUpStudio } from "../harness/set-up.ts";
import { FIRST_RUN, startStudio, type PeopleDoor } from "../harness/studio.ts";
import { echo } from "../harness/upstreams.ts";
import { CLI } from "./paths.ts";
import { enterNext, makeSecrets, secretFaults, type KnownSecret } from "./secrets.ts";
import { askProver, callTool, type AgentsDoor } from "./tool-call.ts";

/** What happened on a disk without room. `refused`: how often each code was the answer. */
export type FullDiskReport =
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "done";
      readonly refused: Readonly<Record<string, number>>;
      readonly callsSent: number;
      readonly broken: readonly string[];
    };

const SIZE = "64m"; // More than the database and its log take together; the rest is filled.
const ROUNDS = 15;
const LARGE = "x".repeat(400_000);
const CALLS = 400;
const PATIENCE_MS = 60_000;
const STALL_MS = 150_000; // A rotation tries again after a minute at the latest.

/** Fills a small disk under a running studio: what is refused changed nothing, and everything goes on once there is room. */
export async function fillDisk(): Promise<FullDiskReport> {
  if (process.platform !== "linux") return { kind: "skipped", reason: "a small disk is made with Linux's tmpfs" };
  using folder = createTempHome();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE},mode=0700`, "tmpfs", folder.path]);
  if (mounted.status !== 0) return { kind: "skipped", reason: "this user may not mount a tmpfs" };
  try {
    return await onSmallDisk(folder.path);
  } finally {
    spawnSync("umount", ["-l", folder.path]);
  }
}

async function onSmallDisk(disk: string): Promise<FullDiskReport> {
  const home = join(disk, "home");
  const broken: string[] = [];
  const report = { refused: {} as Record<string, number>, callsSent: 0 };
  {
    await using studio = await startStudio(home, ["--agents-port", "0"]);
    using setUp = await setUpStudio(studio.window, {
      connectors: { Echo: echo() },
      classes: { echo__echo: "read-only" },
    });
    const { door, key, orgId, memberId } = setUp;
    const agent = { agents: studio.agents, key };
    const { secrets } = await makeSecrets(setUp);
    const prove = async () =>
      broken.push(...secretFaults(secrets, await askProver(agent, AbortSignal.timeout(PATIENCE_MS))));
    await prove();
    for (let call = 0; call < CALLS; call += 1) await ask(agent, "hello"); // Something to rotate.

    const filler = join(disk, "filler");
    fill(filler);
    await workWithoutRoom({ door, agent, secrets }, report);
    rmSync(filler);

    // A vault that could not learn whether its new key was stored has locked itself: whoever signs in finds out.
    await door.session.signIn({ orgId, memberId, passphrase: FIRST_RUN.passphrase });
    await prove();
    if (!(await ask(agent, "hello"))) broken.push("calls do not work again once there is room");
    broken.push(...(await rotationFaults(door)));
    await prove();
    broken.push(...errorsIn(studio.log()));
  }
  const { status, stdout } = spawnSync(process.execPath, [CLI, "audit", "verify", "--home", home, "--json"]);
  if (status !== 0) broken.push(`the log does not verify: ${stdout.toString()}`);
  return { kind: "done", ...report, broken };
}

interface Desk {
  readonly door: PeopleDoor;
  readonly agent: AgentsDoor;
  readonly secrets: readonly KnownSecret[];
}

/** Large calls use up what the database has reserved; then secrets are set and a rotation is begun. */
async function workWithoutRoom(
  { door, agent, secrets }: Desk,
  report: { refused: Record<string, number>; callsSent: number },
): Promise<void> {
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => {
      report.refused[codeOf(error)] = (report.refused[codeOf(error)] ?? 0) + 1;
    });
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (await ask(agent, LARGE)) report.callsSent += 1;
    for (const secret of secrets) await attempt(enterNext(door, secret));
  }
  await attempt(door.vault.rotate());
  await ask(agent, LARGE);
  for (const secret of secrets) await attempt(enterNext(door, secret));
}

/** Every death of the sidecar, and what the studio calls an error for another reason than the disk. */
function errorsIn(log: string): readonly string[] {
  const isTrouble = (line: string): boolean => /"level":(50|60)|the sidecar stopped/.test(line);
  return log
    .split("\n")
    .filter((line) => isTrouble(line) && !/disk is full|no space left|a rotation stopped/.test(line));
}

/** Takes the last byte of the disk. */
function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    while (writeSync(file, block) === block.length);
  } catch (error) {
    if (codeOf(error) !== "ENOSPC") throw error;
  }
}

async function ask(agent: AgentsDoor, message: string): Promise<boolean> {
  const { isError } = await callTool(
    agent,
    { name: "echo__echo", input: { message } },
    AbortSignal.timeout(PATIENCE_MS),
  );
  return !isError;
}

/** A rotation that could not go on for want of room goes on by itself, or with the next one. */
async function rotationFaults(door: PeopleDoor): Promise<readonly string[]> {
  let giveUpAt = Date.now() + STALL_MS;
  let { rotation } = await door.vault.status();
  if (rotation.kind === "idle") ({ rotation } = await door.vault.rotate());
  while (rotation.kind === "running" && Date.now() < giveUpAt) {
    await sleep(100);
    const before = JSON.stringify(rotation);
    ({ rotation } = await door.vault.status());
    if (JSON.stringify(rotation) !== before) giveUpAt = Date.now() + STALL_MS;
  }
  return rotation.kind === "idle" ? [] : [`the rotation did not end: ${JSON.stringify(rotation)}`];
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
