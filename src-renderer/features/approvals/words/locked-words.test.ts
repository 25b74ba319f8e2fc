import { expect, test } from "vitest";
import { proves } from "../../../../testkit/promises.ts";
import { lockedWords } from "./locked-words.ts";

const at = (hours: number, minutes: number): number => new Date(2026, 10, 21, hours, minutes).getTime();

test("a card says from when to when the vault was locked", () => {
  proves("lock:waits");
  const now = at(11, 0);
  expect(lockedWords({ from: at(10, 2), to: at(10, 15) }, now)).toBe(
    "The vault was locked while this call waited, from 10:02 to 10:15.",
  );
  expect(lockedWords({ from: at(10, 2) - 86_400_000, to: at(10, 15) }, now)).toContain("from 20 Nov, 10:02 to 10:15");
});

test("a card does not claim to know since when, where nobody does", () => {
  expect(lockedWords({ from: null, to: at(10, 15) }, at(11, 0))).toBe(
    "Gatehouse was stopped while this call waited, and the vault was opened again at 10:15.",
  );
});
