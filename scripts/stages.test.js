import { expect, test } from "vitest";
import { agreed, countsLine, total } from "./stages.js";

const clean = { passed: 3, failed: 0, skipped: 1 };

test("a stage counts what its report says when the exit code agrees", () => {
  expect(agreed(0, clean)).toEqual(clean);
  expect(agreed(1, { ...clean, failed: 2 })).toEqual({ ...clean, failed: 2 });
});

test("a stage fails when its tool failed outside every test, or ran none", () => {
  expect(agreed(1, clean).failed).toBe(1);
  expect(agreed(0, { passed: 0, failed: 0, skipped: 4 }).failed).toBe(1);
});

test("the closing line names the skipped only where there are some", () => {
  expect(countsLine({ passed: 3, failed: 1, skipped: 0 })).toBe("3 passed, 1 failed");
  expect(
    countsLine(
      total([
        { name: "a", ...clean },
        { name: "b", ...clean },
      ]),
    ),
  ).toBe("6 passed, 0 failed, 2 skipped");
});
