import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { torture } from "./torture/torture.ts";

test("killed twenty times in the middle of its work, it loses nothing, repeats nothing and records everything", async () => {
  proves("kill:no-double", "restart:nothing-lost", "audit:no-gap");
  using home = createTempHome();
  const report = await torture({ home: home.path, kills: 20, seed: 20 });
  expect(report.broken).toEqual([]);
  expect(report.killedWhile["writing"]).toBeGreaterThan(5);
  expect(report.notes).toBeGreaterThan(20);
  expect(report.states["succeeded"]).toBeGreaterThan(20);
}, 900_000); // Each life stretches a passphrase, and the machine may be busy.
