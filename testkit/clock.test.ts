import { expect, test } from "vitest";
import { createManualClock } from "./clock.ts";

test("stands still until it is advanced, and jumps where it is told", () => {
  const clock = createManualClock(1_000);
  expect(clock.now()).toBe(1_000);
  expect(clock.now()).toBe(1_000);
  clock.advance(250);
  expect(clock.now()).toBe(1_250);
  clock.jumpTo(10);
  expect(clock.now()).toBe(10);
});

test("refuses to advance backwards", () => {
  expect(() => createManualClock().advance(-1)).toThrow("non-negative");
});
