import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../base/canonical-json.ts";
import { paramHeaders, paramHeadersOf } from "./param-headers.ts";

const mark = (name: unknown, type = "string"): JsonObject => ({ type, "x-mcp-header": name }) as JsonObject;
const properties = (members: JsonObject): JsonObject => ({ type: "object", properties: members });

test("finds the marked arguments at any depth", () => {
  const schema = properties({
    a: mark("A"),
    b: properties({ c: mark("C", "integer") }),
    "x-mcp-header": { type: "string" },
  });
  expect(paramHeadersOf(schema)).toEqual([
    { path: ["a"], name: "A" },
    { path: ["b", "c"], name: "C" },
  ]);
});

test.each<[string, JsonObject]>([
  ["at the top", mark("A")],
  ["in a list", properties({ a: { type: "array", items: mark("A") } })],
  ["in a choice", properties({ a: { anyOf: [mark("A")] } })],
  ["in a definition", { ...properties({}), $defs: { a: mark("A") } }],
  ["of a number", properties({ a: mark("A", "number") })],
  ["without a name", properties({ a: mark("") })],
  ["with a name that is none", properties({ a: mark("A b") })],
  ["with a line break", properties({ a: mark("A\r\nB") })],
  ["that is no text", properties({ a: mark(7) })],
  ["twice", properties({ a: mark("A"), b: mark("a") })],
])("refuses a mark %s", (_, schema) => {
  expect(paramHeadersOf(schema)).toBeNull();
});

describe("the headers of a call", () => {
  const marks = [{ path: ["a"], name: "A" }];
  test.each<[unknown, string | undefined]>([
    ["plain", "plain"],
    ["", "=?base64??="],
    [" space", "=?base64?IHNwYWNl?="],
    ["ü", "=?base64?w7w=?="],
    ["a\r\nInjected: 1", `=?base64?${Buffer.from("a\r\nInjected: 1").toString("base64")}?=`],
    ["=?base64?eA==?=", "=?base64?PT9iYXNlNjQ/ZUE9PT89?="],
    [7, "7"],
    [true, "true"],
    [2 ** 60, undefined],
    [null, undefined],
    [{ b: 1 }, undefined],
    [undefined, undefined],
  ])("carry %o as %s", (value, header) => {
    expect(paramHeaders(marks, { a: value } as JsonObject)["Mcp-Param-A"]).toBe(header);
  });
});
