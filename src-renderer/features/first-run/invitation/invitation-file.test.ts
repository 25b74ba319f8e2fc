import { expect, test } from "vitest";
import { parseInvitationFile } from "./invitation-file.ts";

const paper = { orgId: "0199", orgName: "Acme", name: "Ben", code: "ABCD-EFGH", expiresAt: 1_800_000_000_000 };

test("reads an invitation file", () => {
  expect(parseInvitationFile(JSON.stringify({ gatehouse: "invitation/1", ...paper }))).toEqual(paper);
});

test("refuses what is no invitation file", () => {
  const texts = [
    "",
    "null",
    "{",
    JSON.stringify(paper),
    JSON.stringify({ gatehouse: "invitation/2", ...paper }),
    JSON.stringify({ gatehouse: "invitation/1", ...paper, code: 7 }),
    `${JSON.stringify({ gatehouse: "invitation/1", ...paper })}${" ".repeat(10_000)}`,
  ];
  expect(texts.map(parseInvitationFile)).toEqual(texts.map(() => null));
});
