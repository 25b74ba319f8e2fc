import { randomBytes } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import type { OwnPattern } from "../../../src-contract/redaction.ts";
import { proves } from "../../../testkit/promises.ts";
import { createRedactionService } from "../service.ts";

const own = (pattern: string, isCaseSensitive = true): OwnPattern => ({ name: "mine", pattern, isCaseSensitive });
const service = createRedactionService({
  randomBytes,
  settings: {
    personal: [],
    patterns: [
      { name: "badge", pattern: "badge[^\\n]{0,4}?(?<secret>[A-Z]{2}[0-9]{4})", isCaseSensitive: false },
      { name: "project", pattern: "PRJ-[0-9]{1,6}", isCaseSensitive: true },
    ],
  },
});
afterAll(() => service.close());

test("finds what a pattern says in texts, leaves, member names, numbers and behind a member's name", async () => {
  const { value, findings } = await service.clean({
    text: "Badge: ab1234 and PRJ-77",
    badge: "CD5678",
    "PRJ-1": 1,
    list: [{ deep: "see PRJ-22." }],
  });
  expect(value).toEqual({
    text: "Badge: [REDACTED:own-badge#2] and [REDACTED:own-project#2]",
    badge: "[REDACTED:own-badge#4]",
    "[REDACTED:own-project#4]": 1,
    list: [{ deep: "see [REDACTED:own-project#6]." }],
  });
  expect(findings.map(({ kind, path }) => [kind, path])).toEqual([
    ["own-badge", "/text"],
    ["own-project", "/text"],
    ["own-badge", "/badge"],
    ["own-project", ""],
    ["own-project", "/list/0/deep"],
  ]);
});

test("does not find its own placeholders again", async () => {
  const once = await service.clean("PRJ-77 badge ab1234");
  expect(await service.clean(once.value)).toMatchObject({ value: once.value, findings: [] });
});

test.each(["EMP-[0-9]{4,8}", "(?<secret>[A-Z]{3}[0-9]{6})", "\\bcase [0-9]{3,9}\\b", "cust_[a-z0-9]{10,40}"])(
  "takes %s",
  async (pattern) => {
    expect(await service.checkPattern(own(pattern))).toEqual({ kind: "ok" });
  },
);

test.each([
  ["[abc", /Invalid regular expression/, null],
  ["abc*|(?:)", /empty/, null],
  ["[0-9a-z]+", /at least 3/, "a"],
  ["(a+)+bcd", /doubles/, "a".repeat(40)],
  ["x*x*x*yabc", /square|doubles/, "x".repeat(40)],
  ["[0-9]+-[0-9]+-END", /square.*bound/, "0".repeat(40)],
  ["(?:[a-z0-9]{1,200}[a-z0-9_]{1,200}[a-z0-9.]{1,200}){1,9}END", /ms for 64 KiB|took too long/, "a"],
])("refuses %s and says why", async (pattern, reason, example) => {
  proves("redact:own-patterns");
  const check = await service.checkPattern(own(pattern));
  expect(check).toMatchObject({ kind: "refused", reason: expect.stringMatching(reason) });
  if (example !== null) expect(check).toMatchObject({ example: expect.stringContaining(example) });
});
