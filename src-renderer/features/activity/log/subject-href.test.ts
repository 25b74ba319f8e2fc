import { expect, test } from "vitest";
import { subjectHref } from "./subject-href.ts";

const ID = "0190b6a0-0000-7000-8000-000000000001";

test("an entry leads to what it is about, unless that is gone or has no page", () => {
  expect([
    subjectHref("call.sent", ID),
    subjectHref("tool.classified", ID),
    subjectHref("team.removed", ID),
    subjectHref("settings.updated", "settings"),
    subjectHref("vault.locked", ID),
    subjectHref("call.sent", "../vault"),
  ]).toEqual([`#/activity/${ID}`, `#/desk/${ID}`, null, null, null, null]);
});
