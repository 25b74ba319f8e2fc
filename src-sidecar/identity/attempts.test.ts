import { expect, test } from "vitest";
import { memberId } from "../../src-contract/ids.ts";
import { Attempts } from "./attempts.ts";

const DANA = memberId.parse("01890000-0000-7000-8000-0000000000a0");
const ROBIN = memberId.parse("01890000-0000-7000-8000-0000000000a1");

test("four wrong tries cost nothing, the fifth two seconds, each further one twice as much, up to five minutes", () => {
  const attempts = new Attempts();
  const waits: number[] = [];
  let now = 1_000_000;
  for (let count = 0; count < 14; count += 1) {
    attempts.failed(DANA, now);
    const waitMs = attempts.waitMs(DANA, now);
    waits.push(waitMs / 1000);
    now += waitMs;
    expect(attempts.waitMs(DANA, now)).toBe(0);
  }
  expect(waits).toEqual([0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test("a right one forgives", () => {
  const attempts = new Attempts();
  for (let count = 0; count < 9; count += 1) attempts.failed(DANA, 0);
  attempts.succeeded(DANA);
  expect(attempts.waitMs(DANA, 0)).toBe(0);
  attempts.failed(DANA, 0);
  expect(attempts.waitMs(DANA, 0)).toBe(0);
});

test("one member's right one forgives no other's wrong ones, and whoever guesses holds up nobody else", () => {
  const attempts = new Attempts();
  for (let count = 0; count < 6; count += 1) {
    attempts.failed(DANA, 0);
    attempts.succeeded(ROBIN);
  }
  expect([attempts.waitMs(DANA, 0), attempts.waitMs(ROBIN, 0)]).toEqual([4000, 0]);
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
