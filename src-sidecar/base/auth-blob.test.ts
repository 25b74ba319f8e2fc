import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../base/canonical-json.ts";
import { decodeAuth, encodeAuth, wipeAuth } from "./auth-blob.ts";

const bytesOf = (fields: Readonly<Record<string, string>>) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, Buffer.from(value)]));
const textOf = (fields: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...fields].map(([name, value]) => [name, Buffer.from(value).toString("utf8")]));

test("auth material is written as canonical JSON and read back as it was", () => {
  const names = fc.constantFrom("secret", "username", "password", "template");
  const values = fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(fc.dictionary(names, fc.oneof(values, fc.constantFrom('"\\/\b\f\n\r\t\u0000\u001f', ""))), (plain) => {
      const fields = { ...plain };
      const json = encodeAuth(bytesOf(fields));
      expect(Buffer.from(json).toString("utf8")).toBe(canonicalJson(fields));
      expect(textOf(decodeAuth(json))).toEqual(fields);
    }),
  );
});

test("what was not written here is refused", () => {
  const damaged = [
    "",
    "{",
    "[]",
    '{"a":1}',
    '{"a":"b"',
    '{"a":"b"}}',
    '{"a":"b","c"}',
    '{"a":"\\u0041"}',
    '{"a":"\\x"}',
  ];
  for (const text of damaged) expect(() => decodeAuth(Buffer.from(text))).toThrow("internal:");
});

test("fields can be wiped", () => {
  const fields = decodeAuth(encodeAuth(bytesOf({ secret: "hidden" })));
  wipeAuth(fields);
  expect(textOf(fields)).toEqual({ secret: "\0".repeat(6) });
});
