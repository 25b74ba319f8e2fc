import { expect, test } from "vitest";
import { shiftOf } from "./use-kept-place.ts";

test("rows that arrive above move the first visible row down, rows that leave move it up", () => {
  const before = ["a", "b", "c", "d"];
  expect([
    shiftOf(before, ["x", "y", ...before], 2),
    shiftOf(before, ["b", "c", "d"], 2),
    shiftOf(before, ["a", "b", "d"], 2),
    shiftOf(before, [], 2),
  ]).toEqual([2, -1, -1, 0]);
});
