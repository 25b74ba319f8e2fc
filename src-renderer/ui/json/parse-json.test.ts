import { expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

test("reads JSON, or says where it stops being JSON", () => {
  expect([
    parseJson('{"a":[1,null]}'),
    parseJson('{\n  "a": nope,\n  "b": 1\n}'),
    parseJson('{"a":1'),
    parseJson(""),
  ]).toEqual([
    { kind: "value", value: { a: [1, null] } },
    { kind: "invalid", at: 9, line: 2, column: 8 },
    { kind: "invalid", at: 6, line: 1, column: 7 },
    { kind: "invalid", at: 0, line: 1, column: 1 },
  ]);
});
