import { expect, test } from "vitest";
import type { JsonValue } from "../json/json.ts";
import { isBeyondForm } from "./beyond-form.ts";
import type { JsonSchema } from "./schema.ts";

const object = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({ type: "object", properties, ...more });
const text = { type: "string" };

test("a form shows what has a field for every argument", () => {
  const shown: readonly (readonly [JsonSchema, JsonValue])[] = [
    [object({ path: text, force: { type: "boolean" }, mode: { enum: ["a", "b"] } }), { path: "x\ny", mode: "a" }],
    [
      object({ to: { type: "array", items: text }, at: object({ x: { type: "number" } }) }),
      { to: ["a"], at: { x: 1 } },
    ],
    [object({ at: { $ref: "#/$defs/at" } }, { $defs: { at: object({ x: { type: "integer" } }) } }), { at: { x: 1 } }],
    [object({ by: { oneOf: [object({ id: { type: "integer" } }), object({ name: text })] } }), { by: { name: "n" } }],
    [object({ note: { anyOf: [text, { type: "null" }] } }), { note: null }],
  ];
  expect(shown.filter(([schema, value]) => isBeyondForm(schema, value))).toEqual([]);
});

test("anything a form would hide or bend is edited as JSON", () => {
  const node = object({ next: { $ref: "#/$defs/node" } });
  const hidden: readonly (readonly [JsonSchema, JsonValue])[] = [
    [object({ path: text }), { path: "x", extra: "would not be shown" }],
    [object({ path: text }), { path: 7 }],
    [object({ path: text }), { path: "a\r\nb" }],
    [object({ path: text }, { patternProperties: {} }), {}],
    [object({ path: { type: ["string", "number"] } }), { path: "x" }],
    [object({ by: { oneOf: [object({ id: { type: "integer" } })] } }), { by: { id: "text" } }],
    [object({ next: { $ref: "#/$defs/node" } }, { $defs: { node } }), {}],
    [object({ at: { $ref: "https://elsewhere.example/schema" } }), {}],
    [object({ list: { type: "array", prefixItems: [text] } }), {}],
    [object({ any: {} }), { any: 1 }],
    [object({}), {}],
  ];
  expect(hidden.filter(([schema, value]) => !isBeyondForm(schema, value))).toEqual([]);
});
