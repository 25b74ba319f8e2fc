import { expect, test } from "vitest";
import { daysOf, typedDays } from "./schedule.ts";

test.each([0, 1, 30, 365])("reads back the days that it shows: %i", (days) => {
  expect(daysOf("rotateEveryDays", typedDays("rotateEveryDays", days))).toBe(days);
});

test("offers the usual days to who no longer wants never", () => {
  const never = typedDays("remindAfterDays", 0);
  expect(daysOf("remindAfterDays", { ...never, isNever: false })).toBe(90);
});

test.each([
  ["rotateEveryDays", "366"],
  ["rotateEveryDays", "0"],
  ["remindAfterDays", "3651"],
  ["remindAfterDays", "1.5"],
  ["remindAfterDays", ""],
] as const)("refuses %s of %j", (key, text) => {
  expect(daysOf(key, { text, isNever: false })).toBeUndefined();
});
