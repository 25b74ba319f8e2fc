import fc from "fast-check";
import { expect, test } from "vitest";
import { connectorId, digest } from "../../src-contract/ids.ts";
import { digestCall, type DigestedCall } from "./digest.ts";

const CALL: DigestedCall = {
  connectorId: connectorId.parse("01890000-0000-7000-8000-000000000002"),
  operation: "tools/call",
  toolName: "write",
  definitionDigest: digest.parse("0".repeat(64)),
  arguments: { path: "/tmp/a", options: { depth: 1, tags: ["a", "b"] } },
  credentials: [{ name: "token", scope: "org_secret", as: "TOKEN", owner: null }],
};

const changed = (change: Partial<DigestedCall>): DigestedCall => ({ ...CALL, ...change });

test("does not change from one version to the next: a waiting call must survive an update", () => {
  expect(digestCall(CALL)).toBe("55a3b68919e23bebfa18abe2d295b32cf98cd1d45c8fa70c2c30661d5eb80f88");
});

test("does not depend on the order of members", () => {
  const args = { options: { tags: ["a", "b"], depth: 1 }, path: "/tmp/a" };
  expect(digestCall(changed({ arguments: args }))).toBe(digestCall(CALL));
});

test.each([
  ["connector", { connectorId: connectorId.parse("01890000-0000-7000-8000-000000000003") }],
  ["tool", { toolName: "Write" }],
  ["operation", { operation: "prompts/get" }],
  ["definition", { definitionDigest: digest.parse(`${"0".repeat(63)}1`) }],
  ["a value", { arguments: { path: "/tmp/a", options: { depth: 2, tags: ["a", "b"] } } }],
  ["the order of a list", { arguments: { path: "/tmp/a", options: { depth: 1, tags: ["b", "a"] } } }],
  ["a type", { arguments: { path: "/tmp/a", options: { depth: "1", tags: ["a", "b"] } } }],
  ["no credential", { credentials: [] }],
  ["another credential", { credentials: [{ name: "other", scope: "org_secret", as: "TOKEN", owner: null }] }],
  ["another place for it", { credentials: [{ name: "token", scope: "org_secret", as: "KEY", owner: null }] }],
  ["another person's", { credentials: [{ name: "token", scope: "user_secret", as: "TOKEN", owner: "Bo" }] }],
] satisfies (readonly [string, Partial<DigestedCall>])[])("is another one for another call: %s", (_what, change) => {
  expect(digestCall(changed(change))).not.toBe(digestCall(CALL));
});

test("tells accounts apart, also those that have no name", () => {
  const asked = { name: "Notes", scope: "oauth", as: "Authorization", owner: "Dana" } as const;
  const accounts = [{ account: null }, { account: null, since: 1 }, { account: null, since: 2 }, { account: "dana" }];
  const digests = accounts.map((one) => digestCall(changed({ credentials: [{ ...asked, ...one }] })));
  expect(new Set(digests).size).toBe(accounts.length);
});

test.each([
  ["members that run together", { a: { b: 1 } }, { "a.b": 1 }],
  ["a member that looks like JSON", { a: '1,"b":2' }, { a: "1", b: "2" }],
  ["letters that only look alike", { a: "\u00e9" }, { a: "e\u0301" }],
  ["a lone surrogate and its replacement", { a: "\ud800" }, { a: "\ufffd" }],
  ["an empty list and an empty object", { a: [] }, { a: {} }],
  ["null and nothing", { a: null }, {}],
  ["__proto__ as a member", JSON.parse('{"__proto__":{"a":1}}'), {}],
])("tells apart %s", (_what, one, two) => {
  expect(digestCall(changed({ arguments: one }))).not.toBe(digestCall(changed({ arguments: two })));
});

test("is the same for arguments that went through JSON and back", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (args) => {
      const once = JSON.parse(JSON.stringify(args));
      const twice = JSON.parse(JSON.stringify(once));
      expect(digestCall(changed({ arguments: twice }))).toBe(digestCall(changed({ arguments: once })));
    }),
  );
});
