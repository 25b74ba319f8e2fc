import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { fillDisk } from "./torture/full-disk.ts";
import { torture } from "./torture/torture.ts";

// Each life stretches a passphrase, and the machine may be busy.
const PATIENCE_MS = 900_000;

test(
  "killed twenty times in the middle of its work, it loses nothing, repeats nothing and records everything",
  async () => {
    proves("kill:no-double", "restart:nothing-lost", "audit:no-gap", "vault:rotation", "vault:manifest");
    using home = createTempHome();
    const report = await torture({ home: home.path, kills: 20, torn: 5, seed: 20 });
    expect(report.broken).toEqual([]);
    expect(report.killedWhile["writing"] ?? 0).toBeGreaterThan(3);
    expect(report.killedWhile["rotating"] ?? 0).toBeGreaterThan(3);
    expect(report.rotations.begun).toBeGreaterThan(0);
    expect(report.secrets.confirmed).toBeGreaterThan(50);
    expect(report.torn).toMatchObject({ snapshots: 5, broken: [] });
    expect(report.notes).toBeGreaterThan(20);
    expect(report.states["succeeded"]).toBeGreaterThan(20);
  },
  PATIENCE_MS,
);

test(
  "on a full disk it refuses and changes nothing, and goes on once there is room",
  async (context) => {
    proves("gate:intent-first", "vault:fail-closed");
    const report = await fillDisk();
    if (report.kind === "skipped") return context.skip(report.reason);
    expect(report.broken).toEqual([]);
    expect(report.refused["disk_full"]).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
