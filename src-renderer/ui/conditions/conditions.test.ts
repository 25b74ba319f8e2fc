import { describe, expect, it } from "vitest";
import { rowsOfArguments, rowsOfSchema, type ConditionRow } from "./condition-rows.ts";
import { fitsTest, matchesGlob } from "./fits.ts";
import { readCount } from "./limits.ts";
import { readRows } from "./read-rows.ts";

const rowAt = (rows: readonly ConditionRow[], path: string): ConditionRow => {
  const row = rows.find((one) => one.path === path);
  if (row === undefined) throw new Error(`no row at ${path}`);
  return row;
};

describe("the conditions made from the arguments of a call", () => {
  const rows = rowsOfArguments({ repo: "acme/site", "a/b": { "c~d": 3 }, tags: ["x"], dry: true });

  it("say of every argument that it must be exactly as it is", () => {
    expect(readRows(rows)).toEqual({
      conditions: [
        { path: "/repo", test: { kind: "equals", value: "acme/site" } },
        { path: "/a~1b/c~0d", test: { kind: "equals", value: 3 } },
        { path: "/tags", test: { kind: "equals", value: ["x"] } },
        { path: "/dry", test: { kind: "equals", value: true } },
      ],
      problems: new Map(),
      hasFree: false,
    });
  });

  it("become what a person makes of them, each typed as the argument is", () => {
    const repo = rowAt(rows, "/repo");
    const number = rowAt(rows, "/a~1b/c~0d");
    const { conditions } = readRows([
      { ...repo, kind: "one-of", text: "acme/site\n\nacme/docs" },
      { ...number, kind: "one-of", text: "1\n2" },
      { ...rowAt(rows, "/dry"), kind: "present" },
      { ...number, path: "/n", kind: "range", min: "", max: "10" },
    ]);
    expect(conditions.map(({ test }) => test)).toEqual([
      { kind: "one-of", values: ["acme/site", "acme/docs"] },
      { kind: "one-of", values: [1, 2] },
      { kind: "one-of", values: [true, false] },
      { kind: "range", min: null, max: 10 },
    ]);
  });

  it("say what is wrong with what was typed", () => {
    const number = rowAt(rows, "/a~1b/c~0d");
    const problems = (row: ConditionRow) => [...readRows([row]).problems.values()];
    expect(problems({ ...rowAt(rows, "/repo"), kind: "prefix", text: "" })).toEqual(["empty"]);
    expect(problems({ ...number, kind: "range", min: "5", max: "4" })).toEqual(["upside-down"]);
    expect(problems({ ...number, kind: "range", min: "many", max: "" })).toEqual(["not-a-number"]);
    expect(problems({ ...rowAt(rows, "/tags"), value: undefined, text: "[" })).toEqual(["not-json"]);
  });

  it("leave an argument out that may be anything, and then say nothing about others", () => {
    const read = readRows(rows.map((row) => ({ ...row, kind: "free" as const })));
    expect(read).toEqual({ conditions: [], problems: new Map(), hasFree: true });
  });
});

it("rows made from a schema name its arguments, also inside objects, and ask nothing of them", () => {
  const rows = rowsOfSchema({
    type: "object",
    properties: { n: { type: "integer" }, who: { type: "object", properties: { name: { type: "string" } } } },
  });
  expect(rows.map(({ path, type, kind }) => [path, type, kind])).toEqual([
    ["/n", "number", "free"],
    ["/who/name", "text", "free"],
  ]);
});

it("a glob is read as the sidecar reads it", () => {
  expect(matchesGlob("/srv/*.html", "/srv/a.html")).toBe(true);
  expect(matchesGlob("/srv/*.html", "/srv/a/b.html")).toBe(false);
  expect(matchesGlob("/srv/**", "/srv/a/b.html")).toBe(true);
  expect(matchesGlob("a?c", "abc")).toBe(true);
  expect(matchesGlob("a?c", "a/c")).toBe(false);
  expect(matchesGlob(`${"*a".repeat(50)}b`, "a".repeat(5_000))).toBe(false); // Without time on its side.
});

it("values are the same whatever the order of their members", () => {
  expect(fitsTest({ kind: "equals", value: { a: 1, b: [2] } }, { b: [2], a: 1 })).toBe(true);
  expect(fitsTest({ kind: "range", min: 1, max: null }, "1")).toBe(false);
});

it("a count is a whole number in its bounds, or none", () => {
  expect(["", " 20 ", "0", "1.5", "many", "10001"].map((text) => readCount(text, 10_000))).toEqual([
    null,
    20,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
