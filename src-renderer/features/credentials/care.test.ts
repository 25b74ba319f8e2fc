import { expect, test } from "vitest";
import type { CredentialSummary } from "../../client/index.ts";
import { careFilters, needsCare, parseCare, shownBy } from "./care.ts";

const base: CredentialSummary = {
  id: "0198f0a0-0000-7000-8000-000000000001" as CredentialSummary["id"], // a test's own id
  name: "GitHub token",
  scope: "org_secret",
  authType: "token",
  hasValue: true,
  setFields: ["secret"],
  createdAt: 0,
  setAt: 0,
  lastUsedAt: null,
  dueAt: null,
  remindAfterDays: null,
  health: "ok",
  teams: [],
  members: { set: 0, of: 1 },
  usedBy: [
    {
      connectorId: "0198f0a0-0000-7000-8000-000000000002" as CredentialSummary["usedBy"][number]["connectorId"], // as above
      connectorName: "GitHub",
      as: "Authorization",
    },
  ],
};
const all: readonly CredentialSummary[] = [
  { ...base, name: "well" },
  { ...base, name: "empty", hasValue: false, health: "no-value" },
  { ...base, name: "old", health: "due" },
  { ...base, name: "idle", usedBy: [], health: "unused" },
  { ...base, name: "broken", health: "unreadable" },
];

test("each filter shows what it says", () => {
  const shown = careFilters.map((filter) => [filter, shownBy(filter, all).map(({ name }) => name)]);
  expect(Object.fromEntries(shown)).toEqual({
    all: ["well", "empty", "old", "idle", "broken"],
    care: ["empty", "old", "broken"],
    missing: ["empty"],
    due: ["old"],
    unused: ["idle"],
  });
});

test("what nothing uses needs no care by itself, with or without a value", () => {
  expect([needsCare({ health: "unused", usedBy: [] }), needsCare({ health: "no-value", usedBy: [] })]).toEqual([
    false,
    false,
  ]);
});

test("reads a filter from an address, and takes all for anything else", () => {
  expect([{ show: "due" }, { show: "everything" }, {}, { show: 1 }].map(parseCare)).toEqual([
    "due",
    "all",
    "all",
    "all",
  ]);
});
