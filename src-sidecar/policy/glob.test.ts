import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compileGlob, MAX_GLOB_TEXT } from "./glob.ts";
import { processorMs } from "../../testkit/processor-time.ts";

it.each([
  ["acme/site", "acme/site", true],
  ["acme/site", "acme/site2", false],
  ["acme/*", "acme/site", true],
  ["acme/*", "acme/", true],
  ["acme/*", "acme/site/issues", false],
  ["acme/**", "acme/site/issues", true],
  ["acme/**", "acme/../etc", true],
  ["*/site", "acme/site", true],
  ["**/site", "a/b/site", true],
  ["**.md", "a/b/readme.md", true],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["a?c", "ac", false],
  ["?", "😀", true],
  ["*", "", true],
  ["*", "a\nb", true],
  ["a.c", "abc", false],
  ["[ab]", "a", false],
  ["{a,b}", "a", false],
  ["\\*", "*", false],
  ["Acme", "acme", false],
  ["***", "a/b", true],
  ["a*b*c", "abbbc", true],
  ["a*b*c", "ab/c", false],
  ["C:\\data\\*", "C:\\data\\a.txt", true],
  ["C:\\data\\*", "C:\\data\\private\\a.txt", false],
  ["a?c", "a\\c", false],
  ["Issue *", "Issue #5?", true],
  ["https://e.net/*/issues", "https://e.net/a/issues", true],
  ["https://e.net/*/issues", "https://e.net/a?/issues", false],
  ["https://e.net/*/issues", "https://e.net/a#/issues", false],
  ["https://e.net/?/issues", "https://e.net/#/issues", false],
  ["https://e.net/**", "https://e.net/a?b#c", true],
] as const)("%j against %j: %s", (glob, text, isMatch) => {
  expect(compileGlob(glob)(text)).toBe(isMatch);
});

it("agrees with an expression that says the same", () => {
  const letters = fc.constantFrom("a", "b", "/", ".");
  const globs = fc
    .array(fc.constantFrom("a", "b", "/", ".", "*", "**", "?"), { maxLength: 8 })
    .map((all) => all.join(""));
  const asExpression = (glob: string): RegExp => {
    const parts = glob.replaceAll(/\*+|[^*]/g, (part) =>
      part === "*"
        ? "[^/]*"
        : part.startsWith("**")
          ? "[^]*"
          : part === "?"
            ? "[^/]"
            : `\\${part}`.replace(/\\([ab])/, "$1"),
    );
    return new RegExp(`^(?:${parts})$`);
  };
  fc.assert(
    fc.property(globs, fc.array(letters, { maxLength: 10 }), (glob, all) => {
      const text = all.join("");
      expect([glob, text, compileGlob(glob)(text)]).toEqual([glob, text, asExpression(glob).test(text)]);
    }),
    { numRuns: 5_000 },
  );
});

it("takes no longer than both lengths allow, whatever glob and text are", () => {
  const bad = [`${"a*".repeat(511)}b`, `${"**a".repeat(340)}b`, `${"*a".repeat(511)}b`, "?".repeat(1_024)];
  const text = "a".repeat(MAX_GLOB_TEXT);
  const ms = processorMs(() => {
    for (const glob of bad) expect(compileGlob(glob)(text)).toBe(false);
  });
  expect(ms).toBeLessThan(4_000);
});

it("matches no text that is too long to look at, unless it asks for nothing", () => {
  const long = "a".repeat(MAX_GLOB_TEXT + 1);
  const verdicts = ["*", "a**", "***", "**"].map((glob) => compileGlob(glob)(long));
  expect([...verdicts, compileGlob("a**")(long.slice(1))]).toEqual([false, false, true, true, true]);
});
