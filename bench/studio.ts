import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sidecarOf } from "../e2e/harness/processes.ts";
import { connectWindow, FIRST_RUN, startStudio } from "../e2e/harness/studio.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { LoadClient, percentile } from "./mcp-load.ts";
import { gatehouse } from "./peers.ts";
import type { Row } from "./row.ts";

const SUITE = "studio";
const STARTS = 7;
const CALLS = 5_000;
const SIDECAR = join(import.meta.dirname, "../out/main/sidecar.js");

/** How long a studio takes to be there with a locked vault, and what its sidecar weighs before and after work. Linux only. */
export async function run(): Promise<Row[]> {
  using home = createTempHome();
  await setUp(home.path);
  const sidecarStarts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) sidecarStarts.push(await sidecarStartMs(home.path));
  const serveStarts: number[] = [];
  let idleMb = Number.NaN;
  for (let start = 0; start < STARTS; start += 1) {
    const startedAt = performance.now();
    await using studio = await startStudio(home.path, ["--agents-port", "0"]);
    serveStarts.push(performance.now() - startedAt);
    idleMb = residentMb(await sidecarOf(studio.host.pid ?? 0));
  }
  const row = (metric: string, value: number, unit: string): Row => ({
    suite: SUITE,
    target: "gatehouse",
    metric,
    value,
    unit,
  });
  return [
    row("sidecar, from spawn to ready, vault locked, p50", percentile(sidecarStarts, 0.5), "ms"),
    row("gatehouse serve, from spawn to ready, p50", percentile(serveStarts, 0.5), "ms"),
    row("sidecar, resident after start", idleMb, "MB"),
    row(`sidecar, resident after ${CALLS.toLocaleString("en")} calls`, await loadedMb(), "MB"),
  ];
}

async function setUp(home: string): Promise<void> {
  await using studio = await startStudio(home, ["--agents-port", "0"]);
  const window = await connectWindow(studio.window);
  await window.door.studio.setUp(FIRST_RUN);
  window.close();
}

async function sidecarStartMs(home: string): Promise<number> {
  const startedAt = performance.now();
  const child = fork(SIDECAR, [], {
    env: { ...process.env, GATEHOUSE_HOME: home, GATEHOUSE_AGENTS_PORT: "0" },
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", 2, 2, "ipc"],
  });
  await once(child, "message");
  const took = performance.now() - startedAt;
  const gone = once(child, "exit");
  child.send({ kind: "lock", reason: "quit" });
  await gone;
  return took;
}

async function loadedMb(): Promise<number> {
  await using peer = await gatehouse();
  const client = new LoadClient(peer.endpoint, 16);
  await client.open();
  await Promise.all(
    Array.from({ length: 16 }, async (_, lane) => {
      for (let call = 0; call < CALLS / 16; call += 1) await client.call(`lane ${lane} call ${call}`);
    }),
  );
  client.close();
  return residentMb(await sidecarOf(peer.pids[0] ?? 0));
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
