import { expect, test } from "vitest";
import { checkValue } from "./check-value.ts";
import type { JsonSchema } from "./schema.ts";

const schema: JsonSchema = {
  type: "object",
  required: ["path", "at"],
  properties: {
    path: { type: "string", minLength: 2 },
    mode: { enum: ["fast", "safe"] },
    at: { $ref: "#/$defs/point" },
    tags: { type: "array", items: { type: "string" }, maxItems: 1 },
    by: { oneOf: [{ type: "object", required: ["id"] }, { type: "string" }] },
  },
  additionalProperties: false,
  $defs: { point: { type: "object", required: ["x"], properties: { x: { type: "integer", maximum: 9 } } } },
};

test("says at each place what is wrong with it", () => {
  const value = { path: "a", mode: "slow", at: {}, tags: ["a", 2], by: 4, more: 1 };
  const found = checkValue(schema, value).map(({ path, message }) => `${path.join(".")}: ${message}`);
  expect(found.sort()).toEqual([
    "at.x: This is needed.",
    "by: None of the choices fits.",
    "mode: Not one of the allowed values.",
    "more: Not known to this tool.",
    "path: At least 2 characters.",
    "tags.1: Must be string.",
    "tags: At most 1 item.",
  ]);
});

test("finds nothing in a value that fits, nor in a schema it cannot read", () => {
  expect([
    checkValue(schema, { path: "ab", at: { x: 9 }, by: "me" }),
    checkValue({ type: "string", pattern: "(" }, "x"),
    checkValue({ $ref: "https://elsewhere.example/" }, "x"),
  ]).toEqual([[], [], []]);
});
