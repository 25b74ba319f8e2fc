import { expect, test } from "vitest";
import { msOf, unitOf } from "./duration-unit.ts";

test("a duration is shown in the largest unit that keeps it whole", () => {
  const units = ["seconds", "minutes", "hours"] as const;
  expect([270_000, 120_000, 7_200_000, 1_000, 0].map((ms) => unitOf(ms, units))).toEqual([
    "seconds",
    "minutes",
    "hours",
    "seconds",
    "seconds",
  ]);
});

test("what is typed becomes milliseconds, and words become nothing", () => {
  expect([
    msOf("4.5", "minutes"),
    msOf(" 2 ", "hours"),
    msOf("1,5", "seconds"),
    msOf("", "days"),
    msOf("soon", "days"),
  ]).toEqual([270_000, 7_200_000, 1_500, null, null]);
});
