import { expect, test } from "vitest";
import { isNarrowed, parseShown, searchOf } from "./address.ts";

test("the address says the same thing it was made from, and nothing where nothing is filtered", () => {
  const search = { connector: "01990000-0000-7000-8000-000000000001", class: "moderate", need: "drifted", q: "issue" };
  expect(searchOf(parseShown(search))).toEqual(search);
  expect(searchOf(parseShown({}))).toEqual({});
});

test("what is mistyped is as good as absent, and numbers are words to look for", () => {
  expect(searchOf(parseShown({ class: "harmless", need: 7, connector: 3, q: 404 }))).toEqual({ q: "404" });
});

test("a text of spaces hides nothing", () => {
  expect([isNarrowed(parseShown({ q: "  " })), isNarrowed(parseShown({ need: "fresh" }))]).toEqual([false, true]);
});
