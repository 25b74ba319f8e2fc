import { expect, test } from "vitest";
import { agreed, attempt, closing, countsLine, total } from "./stages.js";

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

test("a stage that could not even be run has failed, by its name, and does not hold up the next", async () => {
  const failed = await attempt("lint", () => Promise.reject(new Error("spawn ENOENT\nat …")));
  expect(failed).toMatchObject({ failed: 1, names: ["it could not be run: spawn ENOENT"] });
});

test("what failed and what had to be tried again stands right before the sum, which is last", () => {
  const results = [
    { name: "lint", passed: 1, failed: 0, skipped: 0 },
    {
      name: "unit",
      passed: 8,
      failed: 1,
      skipped: 0,
      names: ["a.test.ts: fails: why"],
      retried: ["b.test.ts: slow: why"],
    },
  ];
  expect(closing(results)).toEqual([
    "ok   lint: 1 passed, 0 failed",
    "FAIL unit: 8 passed, 1 failed",
    "     passed when tried again: b.test.ts: slow: why",
    "     a.test.ts: fails: why",
    "9 passed, 1 failed",
  ]);
});
