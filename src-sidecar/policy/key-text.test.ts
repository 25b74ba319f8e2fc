import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { KeyId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { formatKey, parseKey } from "./key-text.ts";

const id = newId<KeyId>();

it("comes apart into what it was made from", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (secret) => {
      const parsed = parseKey(formatKey(id, secret));
      expect(parsed?.id).toBe(id);
      expect(Buffer.from(parsed?.secret ?? []).equals(secret)).toBe(true);
    }),
  );
});

it("has one spelling only", () => {
  const text = formatKey(id, new Uint8Array(32));
  const [last, ...others] = ["A", "B", "C", "D"];
  expect(text.endsWith(last ?? "")).toBe(true);
  for (const other of others) expect(parseKey(text.slice(0, -1) + other)).toBeNull();
});

it.each([
  "",
  "tools",
  "tools..",
  `tools.${id}`,
  `tools.${id}.`,
  `Tools.${id}.${"A".repeat(43)}`,
  `tools.${id.toUpperCase()}.${"A".repeat(43)}`,
  `tools.${id.replaceAll("-", "")}.${"A".repeat(43)}`,
  `tools.${id}.${"A".repeat(42)}`,
  `tools.${id}.${"A".repeat(44)}`,
  `tools.${id}.${"A".repeat(42)}=`,
  `tools.${id}.${"+".repeat(43)}`,
  ` tools.${id}.${"A".repeat(43)}`,
  `tools.${id}.${"A".repeat(43)}\n`,
  `Bearer tools.${id}.${"A".repeat(43)}`,
])("refuses %j", (text) => {
  expect(parseKey(text)).toBeNull();
});

it("refuses every change of one character in its id or length", () => {
  const text = formatKey(id, randomBytes(32));
  expect(parseKey(text)).not.toBeNull();
  expect([text.slice(1), text.slice(0, -1), `${text}A`, text.replace(".", ":")].map(parseKey)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
