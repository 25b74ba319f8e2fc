import { expect, test } from "vitest";
import { changedPaths } from "./json.ts";

test("finds what changed, what came and what went, at its own place", () => {
  const before = { path: "a", list: [1, 2], gone: true, same: { x: 1 } };
  const after = { path: "b", list: [1, 3, 4], same: { x: 1 }, extra: null };
  expect(changedPaths(before, after)).toEqual(['["path"]', '["list",1]', '["list",2]', '["gone"]', '["extra"]']);
  expect(changedPaths(before, structuredClone(before))).toEqual([]);
});

test("a value that became another kind is changed as a whole", () => {
  expect(changedPaths({ a: [1] }, { a: { 0: 1 } })).toEqual(['["a"]']);
});
