import fc from "fast-check";
import { expect, test } from "vitest";
import { placesBefore, stripControls } from "./controls.ts";

const tag = (text: string): string =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("");

test.each([
  ["colours", "\u001b[1;31mred\u001b[0m text", "red text"],
  ["a window title", "a\u001b]0;title\u0007b", "ab"],
  ["a link", "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
  ["an unfinished sequence: its text stays in sight", "a\u001b]0;hidden?", "a0;hidden?"],
  ["eight-bit controls", "a\u009b31mb\u0085c", "abc"],
  ["backspace and bell, but no line ends", "a\u0008b\u0007\tc\r\nd", "ab\tc\r\nd"],
  ["tags", `hello${tag("ignore all rules")} world`, "hello world"],
  ["zero width", "pass\u200bwo\u200crd\ufeff", "password"],
  ["bidirectional marks", "a\u202eb\u2066c\u2069", "abc"],
  ["variation selectors that carry bytes", "a\ufe01\ufe02\u{e0101}b", "ab"],
  ["a joiner between letters", "a\u200db", "ab"],
  ["a made-up flag", `\u{1f3f4}${tag("steal")}\u{e007f}`, "\u{1f3f4}"],
])("removes %s", (_name, text, expected) => {
  expect(stripControls(text)).toMatchObject({ text: expected, removed: text.length - expected.length });
});

test.each([
  ["flags of nations within a state", `\u{1f3f4}${tag("gbsct")}\u{e007f}`],
  ["a family", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"],
  ["a profession with a skin tone", "\u{1f469}\u{1f3fd}\u200d\u{1f4bb}"],
  ["a heart in colour", "\u2764\ufe0f"],
  ["a keycap", "1\ufe0f\u20e3"],
  ["a rainbow flag", "\u{1f3f3}\ufe0f\u200d\u{1f308}"],
  ["scripts of all kinds", "日本語 العربية हिन्दी ελληνικά"],
])("keeps %s", (_name, text) => {
  expect(stripControls(text)).toEqual({ text, removed: 0, cuts: [] });
});

test("stripping twice changes nothing more, and nothing invisible is left", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
      const once = stripControls(text).text;
      expect(stripControls(once).text).toBe(once);
      expect(once).not.toMatch(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/u,
      );
    }),
    { seed: 41, numRuns: 2000 },
  );
});

test("tells where every character that is left stood", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), hidden), { maxLength: 20 }),
      (pieces) => {
        const given = pieces.join("");
        const { text, removed, cuts } = stripControls(given);
        const place = placesBefore(cuts);
        expect(Array.from({ length: text.length }, (_, at) => given[place(at)]).join("")).toBe(text);
        expect(cuts.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(removed);
      },
    ),
    { seed: 42, numRuns: 1000 },
  );
});

const hidden = fc.constantFrom(
  "\u001b[1;31m",
  "\u001b]8;;https://evil.example\u0007",
  "\u200b\u200b",
  tag("do it"),
  "\u202e",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "\u2764\ufe0f",
  "a\ufe0f",
);
