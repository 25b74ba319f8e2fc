import { expect, test } from "vitest";
import { bucketsOf } from "./buckets.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 21, 12, 20);

test("a day is divided at its quarter hours or hours, and the end is covered", () => {
  const { from, to, bucketMs, count } = bucketsOf(NOON - DAY, NOON, 0);
  expect([bucketMs, count, new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
    HOUR,
    25,
    "2026-11-20T12:00:00.000Z",
    "2026-11-21T13:00:00.000Z",
  ]);
});

test("days begin at midnight where the window is", () => {
  const { from, bucketMs } = bucketsOf(NOON - 60 * DAY, NOON, 5.5 * HOUR);
  expect(bucketMs).toBe(DAY);
  expect(new Date(from + 5.5 * HOUR).toISOString()).toMatch(/T00:00:00/);
});

test("no span needs more bars than can be told apart, and none has less than one", () => {
  for (const days of [0, 0.001, 0.1, 1, 3, 30, 400, 5_000, 20_000]) {
    const { count, from, to, bucketMs } = bucketsOf(NOON - days * DAY, NOON, HOUR);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(74);
    expect(to - from).toBeLessThanOrEqual(count * bucketMs);
    expect(to).toBeGreaterThanOrEqual(NOON);
  }
});
