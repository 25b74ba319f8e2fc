import { expect, test } from "vitest";
import { decideIdle, type OpenOrg } from "./idle-lock.ts";

const MINUTE = 60_000;
const byKey: OpenOrg = { openedBy: "headless-key", idleLockMs: 15 * MINUTE };
const byPerson: OpenOrg = { openedBy: "passphrase", idleLockMs: 15 * MINUTE };
const never = (org: OpenOrg): OpenOrg => ({ ...org, idleLockMs: 0 });

test.each<[string, readonly OpenOrg[], ReturnType<typeof decideIdle>]>([
  ["nothing is open", [], "stay"],
  ["a person opened the only one", [byPerson], "lock"],
  ["the headless key opened the only one", [byKey], "sign-out"],
  ["the headless key opened all", [byKey, byKey], "sign-out"],
  ["the headless key opened one of two", [byKey, byPerson], "lock"],
  ["the headless key opened one that never locks, and a person the other", [never(byKey), byPerson], "lock"],
  ["a person opened one that never locks", [never(byPerson)], "stay"],
  ["one that a person opened never locks and the other, of the headless key, does", [byKey, never(byPerson)], "lock"],
  ["how it was opened is not noted yet", [byKey, { ...byPerson, openedBy: null }], "lock"],
])("after twenty minutes in which %s", (_what, open, expected) => {
  expect(decideIdle(open, 20 * MINUTE)).toBe(expected);
});

test("before its time nothing happens", () => {
  expect(decideIdle([byKey, byPerson], 15 * MINUTE)).toBe("stay");
});
