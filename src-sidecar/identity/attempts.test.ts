import { expect, test } from "vitest";
import { Attempts } from "./attempts.ts";

test("four wrong tries cost nothing, the fifth two seconds, each further one twice as much, up to five minutes", () => {
  const attempts = new Attempts();
  const waits: number[] = [];
  let now = 1_000_000;
  for (let count = 0; count < 14; count += 1) {
    attempts.failed(now);
    const waitMs = attempts.waitMs(now);
    waits.push(waitMs / 1000);
    now += waitMs;
    expect(attempts.waitMs(now)).toBe(0);
  }
  expect(waits).toEqual([0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test("a right one forgives", () => {
  const attempts = new Attempts();
  for (let count = 0; count < 9; count += 1) attempts.failed(0);
  attempts.succeeded();
  expect(attempts.waitMs(0)).toBe(0);
  attempts.failed(0);
  expect(attempts.waitMs(0)).toBe(0);
});

test("tries pass one at a time, in order, and a failed one lets the next one pass", async () => {
  const attempts = new Attempts();
  const log: string[] = [];
  const one = (name: string, fails: boolean) =>
    attempts.inTurn(async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const outcomes = await Promise.allSettled([one("a", true), one("b", false)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});
