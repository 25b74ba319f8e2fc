import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../base/canonical-json.ts";
import { unexpectedArguments } from "./unexpected-arguments.ts";
import { processorMs } from "../../testkit/processor-time.ts";

const named = { type: "object", properties: { repo: { type: "string" }, where: { properties: { line: {} } } } };

describe("arguments", () => {
  const cases: readonly (readonly [string, JsonObject, JsonObject, readonly string[]])[] = [
    ["that the schema names are expected", named, { repo: "a", where: { line: 1 } }, []],
    ["that it does not name are not", named, { repo: "a", sidenote: "x" }, ["/sidenote"]],
    ["inside others count too", named, { where: { line: 1, "a/b~c": 2 } }, ["/where/a~1b~0c"]],
    ["of a schema that says nothing are expected", { type: "object" }, { a: { b: 1 } }, []],
    ["of a schema that allows others are expected", { ...named, additionalProperties: true }, { sidenote: 1 }, []],
    [
      "of a map are looked at by its schema",
      { additionalProperties: { properties: { a: {} } } },
      { x: { a: 1, b: 2 } },
      ["/x/b"],
    ],
    ["that fit a pattern are expected", { properties: {}, patternProperties: { "^x-": {} } }, { "x-a": 1 }, []],
    [
      "in lists are looked at",
      { properties: { all: { items: { properties: { a: {} } } } } },
      { all: [{ a: 1 }, { b: 1 }] },
      ["/all/1/b"],
    ],
    [
      "may be named by any part of a schema",
      {
        allOf: [{ properties: { a: {} } }],
        anyOf: [{ properties: { b: {} } }, { $ref: "#/$defs/c" }],
        $defs: { c: { properties: { c: {} } } },
      },
      { a: 1, b: 1, c: 1, d: 1 },
      ["/d"],
    ],
    [
      "cannot borrow a name from the language",
      named,
      JSON.parse('{"__proto__": 1, "constructor": 2}'),
      ["/__proto__", "/constructor"],
    ],
    ["of a schema that allows none are named", { additionalProperties: false }, { a: 1 }, ["/a"]],
  ];
  it.each(cases)("%s", (_, schema, args, paths) => {
    expect(unexpectedArguments(schema, args)).toEqual(paths);
  });

  it("are told of at most 20 times", () => {
    const args = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 1]));
    expect(unexpectedArguments({ properties: {} }, args)).toHaveLength(20);
  });

  it("are found beside a list that is longer than anyone looks", () => {
    const schema = { properties: { all: { items: { properties: { a: {} } } } } };
    const all = Array.from({ length: 100_000 }, () => ({ a: 1 }));
    expect(unexpectedArguments(schema, { all, sidenote: "x" })).toEqual(["/sidenote"]);
  });

  it("and schemas made to be slow are looked at in part", () => {
    const loop = { $ref: "#/$defs/loop", properties: { a: { $ref: "#/$defs/loop" } }, items: { $ref: "#/$defs/loop" } };
    const wide = Array.from({ length: 2_000 }, () => ({ $ref: "#/$defs/loop", properties: { a: { $ref: "#" } } }));
    const schema = { ...loop, anyOf: wide, $defs: { loop } };
    const deep = JSON.parse(`${'{"a":['.repeat(60)}1${"]}".repeat(60)}`);
    const broad = { a: Array.from({ length: 20_000 }, () => ({ a: {} })) };
    const many = { anyOf: Array.from({ length: 400_000 }, () => 1) };
    const ms = processorMs(() => {
      unexpectedArguments(schema, deep);
      unexpectedArguments(schema, broad);
      unexpectedArguments(many, broad);
    });
    expect(ms).toBeLessThan(3_000);
  });

  it("never make it throw", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("properties", "items", "allOf", "$ref", "additionalProperties"), json),
        fc.dictionary(fc.string(), json),
        (schema, args) => {
          expect(
            unexpectedArguments(JSON.parse(JSON.stringify(schema)), JSON.parse(JSON.stringify(args))),
          ).toBeInstanceOf(Array);
        },
      ),
    );
  });
});
