import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { argumentCondition, type ArgumentCondition, type ArgumentTest } from "../../src-contract/gate.ts";
import { canonicalJson, type Json, type JsonObject } from "../base/canonical-json.ts";
import { proves } from "../../testkit/promises.ts";
import { compileShape } from "./conditions.ts";

const at = (path: string, test: ArgumentTest): ArgumentCondition => argumentCondition.parse({ path, test });
const equals = (value: Json): ArgumentTest => ({ kind: "equals", value });
const misfit = (conditions: readonly ArgumentCondition[], args: JsonObject, others: "any" | "none" = "any") =>
  compileShape({ conditions: [...conditions], others })(args);

describe("a test", () => {
  const cases: readonly (readonly [string, ArgumentTest, readonly Json[], readonly Json[]])[] = [
    ["equals", equals("a"), ["a"], ["A", "a ", null, 1, ["a"], { a: "a" }]],
    [
      "equals, whatever the order of members",
      equals({ a: 1, b: [1, 2] }),
      [{ b: [1, 2], a: 1 }],
      [{ a: 1, b: [2, 1] }, { a: 1 }],
    ],
    ["equals null", equals(null), [null], [0, "", false, "null"]],
    ["prefix", { kind: "prefix", prefix: "acme/" }, ["acme/", "acme/site"], ["acme", "xacme/", 7, ["acme/"]]],
    ["glob", { kind: "glob", glob: "acme/*" }, ["acme/site"], ["acme/site/x", 1, null, ["acme/site"]]],
    ["range", { kind: "range", min: 1, max: 3 }, [1, 2.5, 3], [0.99, 3.01, "2", null, true]],
    ["range without an end", { kind: "range", min: 1, max: null }, [1, 1e300], [0, -1]],
    ["one of", { kind: "one-of", values: ["a", 1, { x: 1 }] }, ["a", 1, { x: 1 }], ["b", "1", { x: 2 }, ["a"]]],
  ];
  it.each(cases)("%s", (_, test, fitting, others) => {
    for (const value of fitting) expect([value, misfit([at("/x", test)], { x: value })]).toEqual([value, null]);
    for (const value of others) expect([value, misfit([at("/x", test)], { x: value })]).toEqual([value, "/x"]);
  });

  it.each<[ArgumentTest]>([[{ kind: "prefix", prefix: "/srv/data/" }], [{ kind: "glob", glob: "/srv/data/**" }]])(
    "of how a text begins is passed by no path that goes up again: %o",
    (test) => {
      proves("gate:standing");
      for (const inside of ["a", "a/b", "..a", "a..b/c", "...", "a/.hidden"])
        expect([inside, misfit([at("/x", test)], { x: `/srv/data/${inside}` })]).toEqual([inside, null]);
      for (const out of [
        "..",
        "../../etc/passwd",
        "a/../../b",
        "a\\..\\b",
        "%2e%2e/b",
        "a/.%2E%2Fb",
        "a/%2e.%5cb",
        "..;/b",
        "a/..?x",
        "a/..#x",
        // Whoever reads an address leaves line breaks and tabs out of it.
        ".\t./b",
        ".\n./b",
        "\t../b",
        "..\r/b",
        "%2e\t%2e/b",
        // What some readers do with names of files: spaces at the end of a name go, a NUL ends it.
        ".. /b",
        "..\0/b",
        "..%00/b",
        // Decoded once more than it was looked at, and wide forms of the same characters.
        "%252e%252e/b",
        "a/..%25252fb",
        "%2525252525252e/b",
        "．．/b",
        "a／..／b",
        "‥/b",
      ])
        expect([out, misfit([at("/x", test)], { x: `/srv/data/${out}` })]).toEqual([out, "/x"]);
    },
  );

  it("of a host is passed by no other host", () => {
    proves("gate:standing");
    const host: ArgumentTest = { kind: "prefix", prefix: "https://api.example.com" };
    for (const there of ["", "/", "/a", "?q", "#a"])
      expect([there, misfit([at("/x", host)], { x: `https://api.example.com${there}` })]).toEqual([there, null]);
    for (const elsewhere of [".evil.net/", "@evil.net/", ":pass@evil.net/", "evil.net", "\\@evil.net"])
      expect([elsewhere, misfit([at("/x", host)], { x: `https://api.example.com${elsewhere}` })]).toEqual([
        elsewhere,
        "/x",
      ]);
    const anyHost: ArgumentTest = { kind: "prefix", prefix: "https://" };
    expect(misfit([at("/x", anyHost)], { x: "https://example.com" })).toBe(null);

    const domain: ArgumentTest = { kind: "glob", glob: "https://*.example.com/**" };
    expect(misfit([at("/x", domain)], { x: "https://api.example.com/a?b#c@d" })).toBe(null);
    for (const start of ["evil.net#", "evil.net?", "evil.net\\", "evil.net/", "evil.net:443#", "a@evil.net#", "a@evil"])
      expect([start, misfit([at("/x", domain)], { x: `https://${start}.example.com/` })]).toEqual([start, "/x"]);
  });

  it("that is for any text is passed by any", () => {
    expect(misfit([at("/x", { kind: "glob", glob: "**" })], { x: "see ../a/../b" })).toBe(null);
  });

  it("that itself goes up is passed by what begins so", () => {
    expect(misfit([at("/x", { kind: "prefix", prefix: "../shared/" })], { x: "../shared/a" })).toBe(null);
    expect(misfit([at("/x", { kind: "prefix", prefix: "../shared/" })], { x: "../shared/../a" })).toBe("/x");
    expect(misfit([at("/x", { kind: "glob", glob: "../*" })], { x: "../a" })).toBe(null);
    expect(misfit([at("/x", { kind: "glob", glob: "../*" })], { x: "../.." })).toBe("/x");
  });

  it("is passed by no argument that is absent", () => {
    expect(misfit([at("/x", equals(null))], {})).toBe("/x");
    expect(misfit([at("/x/y", equals(1))], { x: 1 })).toBe("/x/y");
    expect(misfit([at("/x/0", equals(1))], { x: [] })).toBe("/x/0");
    expect(misfit([at("/x/0", equals("a"))], { x: "abc" })).toBe("/x/0");
  });

  it("sees an object's own members and a list's items, and nothing that they inherit", () => {
    for (const name of ["constructor", "toString", "__proto__", "length"])
      expect(misfit([at(`/${name}`, { kind: "one-of", values: [0, 1, {}] })], {})).toBe(`/${name}`);
    expect(misfit([at("/x/length", equals(1))], { x: [7] })).toBe("/x/length");
    expect(misfit([at("/x/00", equals(7))], { x: [7] })).toBe("/x/00");
    expect(misfit([at("/__proto__/a", equals(1))], JSON.parse('{"__proto__":{"a":1}}') as JsonObject)).toBe(null);
  });

  it("finds an argument by its pointer", () => {
    const args = { "a/b": 1, "m~n": 2, "": { "": 3 }, list: [{ id: 4 }] };
    expect(
      misfit([at("/a~1b", equals(1)), at("/m~0n", equals(2)), at("//", equals(3)), at("/list/0/id", equals(4))], args),
    ).toBe(null);
  });

  it("holds together with the others; the first that does not is named", () => {
    const both = [
      at("/x", { kind: "prefix", prefix: "a" }),
      at("/x", { kind: "glob", glob: "*z" }),
      at("/y", equals(1)),
    ];
    expect(misfit(both, { x: "abz", y: 1 })).toBe(null);
    expect(misfit(both, { x: "ab", y: 1 })).toBe("/x");
    expect(misfit(both, { x: "abz", y: 2 })).toBe("/y");
  });
});

describe("others", () => {
  const repo = at("/repo", equals("site"));
  const label = at("/issue/label", equals("bug"));

  it("may be anything, or nothing", () => {
    expect(misfit([repo], { repo: "site", body: "x" })).toBe(null);
    expect(misfit([repo], { repo: "site" }, "none")).toBe(null);
    expect(misfit([repo], { repo: "site", body: "x" }, "none")).toBe("/body");
    expect(misfit([], {}, "none")).toBe(null);
    expect(misfit([], { any: null }, "none")).toBe("/any");
  });

  it("are looked for beside what a condition covers, at every depth", () => {
    expect(misfit([repo, label], { repo: "site", issue: { label: "bug" } }, "none")).toBe(null);
    expect(misfit([repo, label], { repo: "site", issue: { label: "bug", "to/x": 1 } }, "none")).toBe("/issue/to~1x");
    expect(misfit([at("/list/0", equals(1))], { list: [1, 2] }, "none")).toBe("/list/1");
    expect(misfit([at("/issue", equals({ label: "bug" })), label], { issue: { label: "bug" } }, "none")).toBe(null);
    expect(misfit([repo], JSON.parse('{"repo":"site","__proto__":1}') as JsonObject, "none")).toBe("/__proto__");
  });
});

const names = fc.constantFrom("a", "b", "~", "/", "", "__proto__", "0");
const anyArgs = fc
  .dictionary(names, fc.jsonValue({ maxDepth: 2 }))
  .map((args) => JSON.parse(JSON.stringify(args)) as JsonObject);

it("fits the arguments that it was made of, and others only when they are the same", () => {
  const shapeOf = (args: JsonObject) =>
    Object.entries(args).map(([name, value]) =>
      at(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, equals(value)),
    );
  fc.assert(
    fc.property(anyArgs, anyArgs, (args, other) => {
      expect(misfit(shapeOf(args), args, "none")).toBe(null);
      const isSame = canonicalJson(args) === canonicalJson(other);
      if (misfit(shapeOf(args), other, "none") === null)
        expect(Object.keys(other).toSorted()).toEqual(Object.keys(args).toSorted());
      if (isSame) expect(misfit(shapeOf(args), other, "none")).toBe(null);
    }),
  );
});

it("never lets more through with a further condition, or without others", () => {
  proves("gate:tighten");
  const tests: fc.Arbitrary<ArgumentTest> = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }).map((value) => equals(value as Json)),
    fc.constantFrom<ArgumentTest>(
      { kind: "prefix", prefix: "a" },
      { kind: "glob", glob: "*" },
      { kind: "range", min: 0, max: null },
    ),
  );
  const condition = fc
    .tuple(fc.constantFrom("/a", "/b", "/a/b", "/0", "/~1"), tests)
    .map(([path, test]) => at(path, test));
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 3 }), condition, anyArgs, (conditions, further, args) => {
      const before = misfit(conditions, args) === null;
      if (misfit([...conditions, further], args) === null) expect(before).toBe(true);
      if (misfit(conditions, args, "none") === null) expect(before).toBe(true);
    }),
  );
});
