import fc from "fast-check";
import { expect, test } from "vitest";
import { countUnseen } from "../text/reveal-text.ts";
import { editableJson } from "./editable-json.ts";

test("nothing in the text is invisible, and it parses back to the same value", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (key, text) => {
      const value = { [key]: text, list: [text] };
      const written = editableJson(value);
      expect(countUnseen(written)).toBe(0);
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
