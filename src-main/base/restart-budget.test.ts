import { expect, test } from "vitest";
import { decideRestart } from "./restart-budget.ts";

test("waits twice as long after each crash of a minute, then gives up", () => {
  const first = decideRestart([], 1_000);
  expect(first).toEqual({ kind: "restart", afterMs: 250, crashes: [1_000] });
  expect(decideRestart([1_000], 2_000)).toMatchObject({ afterMs: 500 });
  expect(decideRestart([1_000, 2_000], 3_000)).toMatchObject({ afterMs: 1_000 });
  expect(decideRestart([1_000, 2_000, 3_000], 4_000)).toEqual({ kind: "give-up" });
});

test("forgets crashes that are a minute old", () => {
  expect(decideRestart([1_000, 2_000, 3_000], 61_000)).toMatchObject({ kind: "restart", afterMs: 1_000 });
});
