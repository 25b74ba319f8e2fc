import fc from "fast-check";
import { expect, test } from "vitest";
import { unitsOf } from "../known/fold.ts";
import { createAutomaton, scanKeywords } from "./automaton.ts";

const letters = (alphabet: string, size: { minLength: number; maxLength: number }): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), size).map((list) => list.join(""));

test("finds what a search for each keyword finds", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(letters("ab_", { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      letters("abAB_\u0131é", { minLength: 0, maxLength: 60 }),
      (keywords, text) => {
        const found: string[] = [];
        scanKeywords(createAutomaton(keywords), unitsOf(text), text.length, (keyword, end) =>
          found.push(`${keyword}@${end}`),
        );
        const expected = keywords.flatMap((keyword, number) =>
          ends(text.toLowerCase(), keyword).map((end) => `${number}@${end}`),
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
      },
    ),
    { seed: 3 },
  );
});

function ends(text: string, keyword: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1)) found.push(at + keyword.length);
  return found;
}
