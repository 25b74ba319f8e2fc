import { expect, test } from "vitest";
import { countKinds, segmentsOf } from "./segments.ts";

const found = (kind: string, start: number, end: number) => ({ kind, start, end, placeholder: `[${kind}]` });

test("a text is cut at what was found in it, in any order, and joined again it is whole", () => {
  const text = "to ada@example.org with key-1234 end";
  const findings = [found("token", 24, 32), found("email", 3, 18), found("inner", 5, 9)];
  const segments = segmentsOf(text, findings);
  expect(segments.map(({ kind }) => kind)).toEqual([null, "email", null, "token", null]);
  expect(segments.map((segment) => segment.text).join("")).toBe(text);
});

test("what lies outside the text, or is empty, marks nothing", () => {
  expect(segmentsOf("short", [found("a", 9, 12), found("b", 2, 2)])).toEqual([{ text: "short", kind: null }]);
  expect(segmentsOf("", [])).toEqual([]);
});

test("kinds are counted, the most frequent first", () => {
  expect(countKinds([found("a", 0, 1), found("b", 1, 2), found("b", 2, 3)])).toEqual([
    { kind: "b", count: 2 },
    { kind: "a", count: 1 },
  ]);
});
