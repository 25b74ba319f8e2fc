import { expect, test } from "vitest";
import { decideNotice, NOTHING_TOLD, type NoticePace } from "./notice-pace.ts";
import { freshLine, waitingLine } from "./waiting-words.ts";

const alone = { isLooking: false, isQuiet: false };

test("what is new is told of at once", () => {
  expect(decideNotice(NOTHING_TOLD, 2, alone, 1_000)).toEqual({
    kind: "show",
    fresh: 2,
    pace: { untold: 0, lastAt: 1_000 },
  });
});

test("what comes soon after is told of together, when it may be", () => {
  let pace: NoticePace = { untold: 0, lastAt: 1_000 };
  for (const fresh of [1, 3]) {
    const decision = decideNotice(pace, fresh, alone, 4_000);
    expect(decision).toMatchObject({ kind: "later", afterMs: 7_000 });
    pace = decision.pace;
  }
  expect(decideNotice(pace, 0, alone, 11_000)).toMatchObject({ kind: "show", fresh: 4 });
});

test("what came while somebody looked, or wanted to be left alone, is never told of", () => {
  const untold = { untold: 3, lastAt: 0 };
  for (const attention of [
    { isLooking: true, isQuiet: false },
    { isLooking: false, isQuiet: true },
  ]) {
    const decision = decideNotice(untold, 1, attention, 60_000);
    expect(decision).toEqual({ kind: "none", pace: { untold: 0, lastAt: 0 } });
  }
  expect(decideNotice(NOTHING_TOLD, 0, alone, 0).kind).toBe("none");
});

test.each([
  [0, 0, "Nothing waits for you."],
  [1, 0, "1 call waits for you."],
  [1, 1, "1 call waits for you, Dangerous or Unknown."],
  [5, 0, "5 calls wait for you."],
  [5, 2, "5 calls wait for you, 2 of them Dangerous or Unknown."],
  [5, 5, "5 calls wait for you, all of them Dangerous or Unknown."],
])("%i waiting and %i grave: %s", (count, dangerous, line) => {
  expect(waitingLine({ count, dangerous })).toBe(line);
});

test("a heading counts what is new", () => {
  expect([freshLine(1), freshLine(3)]).toEqual(["A call waits for your decision", "3 calls wait for your decision"]);
});
