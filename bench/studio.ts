import { readFileSync } from "node:fs";
import { connectWindow, FIRST_RUN, startStudio } from "../e2e/harness/studio.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { sidecarOf } from "../e2e/harness/processes.ts";
import { percentile } from "./mcp-load.ts";
import type { Row } from "./row.ts";

const SUITE = "studio";
const STARTS = 5;

/** How long a studio takes to be there with a locked vault, and what it weighs. */
export async function run(): Promise<Row[]> {
  const starts: number[] = [];
  let residentMb = Number.NaN;
  using home = createTempHome();
  await setUp(home.path);
  for (let start = 0; start < STARTS; start += 1) {
    const startedAt = performance.now();
    await using studio = await startStudio(home.path, ["--agents-port", "0"]);
    starts.push(performance.now() - startedAt);
    const pid = await sidecarOf(studio.host.pid ?? 0);
    residentMb = rssOf(pid);
  }
  const row = (metric: string, value: number, unit: string): Row => ({
    suite: SUITE,
    target: "gatehouse",
    metric,
    value,
    unit,
  });
  return [
    row("serve, from spawn to ready, vault locked, p50", percentile(starts, 0.5), "ms"),
    row("sidecar, resident after start", residentMb, "MB"),
  ];
}

async function setUp(home: string): Promise<void> {
  await using studio = await startStudio(home, ["--agents-port", "0"]);
  const window = await connectWindow(studio.window);
  await window.door.studio.setUp(FIRST_RUN);
  window.close();
}

function rssOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
