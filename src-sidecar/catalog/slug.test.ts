import * as fc from "fast-check";
import { expect, it } from "vitest";
import { slugOf } from "./slug.ts";

it.each([
  ["Everything", "everything"],
  ["GitHub (read only)", "github-read-only"],
  ["  Ünïcode – Düsseldorf ", "unicode-dusseldorf"],
  ["A connector with a really long name", "a-connector-with-a-reall"],
  ["A connector with a real x", "a-connector-with-a-real"],
  ["--- a ---", "a"],
])("shortens %j to %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it("gives a name without ASCII letters a slug of its own", () => {
  expect(slugOf("天気")).toMatch(/^c-[0-9a-f]{8}$/);
  expect(slugOf("天気")).not.toBe(slugOf("地図"));
});

it("gives nothing but letters, digits and single dashes", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slugOf(name)) && slugOf(name).length <= 24,
    ),
  );
});
