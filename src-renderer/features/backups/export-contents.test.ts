import { expect, test } from "vitest";
import type { CredentialSummary } from "../../client/index.ts";
import { exportContents } from "./export-contents.ts";

const base: CredentialSummary = {
  id: "0198f0a0-0000-7000-8000-000000000001" as CredentialSummary["id"], // a test's own id
  name: "A",
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
  members: { set: 0, of: 3 },
  usedBy: [],
};
const team = (hasValue: boolean): CredentialSummary["teams"][number] => ({
  id: "0198f0a0-0000-7000-8000-000000000002" as CredentialSummary["teams"][number]["id"], // as above
  name: "T",
  hasValue,
  setAt: null,
  maySet: false,
});

test("counts values by whose they are, and those that nobody here can open", () => {
  const contents = exportContents([
    base,
    { ...base, hasValue: false },
    { ...base, scope: "team_secret", teams: [team(true), team(true), team(false)] },
    { ...base, scope: "team_secret", hasValue: false, teams: [team(false)] },
    { ...base, scope: "user_secret", hasValue: true, members: { set: 3, of: 3 } },
    { ...base, scope: "user_secret", hasValue: false, members: { set: 1, of: 3 } },
  ]);
  expect(contents).toEqual({ org: 1, team: 2, own: 1, others: 3, hollow: 2 });
});
