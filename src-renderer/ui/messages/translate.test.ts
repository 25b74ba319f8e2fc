import { expect, test } from "vitest";
import { createTranslate } from "./translate.ts";

const t = createTranslate({
  plain: "Stop all",
  keys: "{count, plural, one {# key} other {# keys}}",
  who: "{agent} wants to call {tool}",
});

test("formats plurals and thousands in the language of the catalogue", () => {
  expect([t("plain"), t("keys", { count: 1 }), t("keys", { count: 1204 })]).toEqual([
    "Stop all",
    "1 key",
    "1,204 keys",
  ]);
});

test("leaves markup in a value as text", () => {
  expect(t("who", { agent: "<b>x</b>", tool: "{y}" })).toBe("<b>x</b> wants to call {y}");
});

test("refuses a message whose value is missing", () => {
  expect(() => t("who", { agent: "Claude Code" })).toThrow(/tool/);
});
