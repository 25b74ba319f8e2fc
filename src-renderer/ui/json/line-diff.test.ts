import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines, foldUnchanged, type DiffLine } from "./line-diff.ts";

const text = (line: DiffLine): string =>
  line.kind === "same" ? line.text : line.spans.map((span) => span.text).join("");

test("marks the part of a line that changed and leaves the rest", () => {
  expect(diffLines("a\nopen 10 to 16\nz", "a\nopen 9 to 17\nz\nnew")).toEqual([
    { kind: "same", before: 1, after: 1, text: "a" },
    {
      kind: "removed",
      before: 2,
      spans: [
        { text: "open ", isChanged: false },
        { text: "10", isChanged: true },
        { text: " to ", isChanged: false },
        { text: "16", isChanged: true },
      ],
    },
    {
      kind: "added",
      after: 2,
      spans: [
        { text: "open ", isChanged: false },
        { text: "9", isChanged: true },
        { text: " to ", isChanged: false },
        { text: "17", isChanged: true },
      ],
    },
    { kind: "same", before: 3, after: 3, text: "z" },
    { kind: "added", after: 4, spans: [{ text: "new", isChanged: false }] },
  ] satisfies DiffLine[]);
});

test("both texts can be read back from the diff of any two texts", () => {
  const lines = fc
    .array(fc.constantFrom("a", "b", "c", "", "a longer line", "a longer lime"), { maxLength: 30 })
    .map((all) => all.join("\n"));
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after);
      expect(
        diff
          .filter((line) => line.kind !== "added")
          .map(text)
          .join("\n"),
      ).toBe(before);
      expect(
        diff
          .filter((line) => line.kind !== "removed")
          .map(text)
          .join("\n"),
      ).toBe(after);
    }),
  );
});

test("folds what is far from any change", () => {
  const before = Array.from({ length: 20 }, (_, index) => String(index)).join("\n");
  const hunks = foldUnchanged(diffLines(before, before.replace("\n10\n", "\nten\n")), 2);
  expect(hunks.map((hunk) => [hunk.kind, hunk.lines.length])).toEqual([
    ["skipped", 8],
    ["lines", 6],
    ["skipped", 7],
  ]);
});
