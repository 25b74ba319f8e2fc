import fc from "fast-check";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import type { Suite } from "./aead.ts";
import { VaultError } from "./errors.ts";
import { openPrimitives } from "./primitives.ts";
import { openBody, openRecord, readSecret, sealBody, sealRecord, type RecordContext, type RecordKeys } from "./seal.ts";

const primitives = await openPrimitives();
const DEK = new Uint8Array(32).fill(0xd1);
const OTHER_DEK = new Uint8Array(32).fill(0xd2);

/** One DEK under every version and no scope keys, so that only the context can tell two places apart. */
const sameKeys = (recordSuite: Suite = 1, dek = DEK): RecordKeys => ({
  recordSuite,
  activeVersion: 1,
  dek: () => dek,
  activeScopeVersion: () => 0,
  scopeKey: () => undefined,
});

const place: RecordContext = {
  orgId: "org-1",
  scope: "org",
  scopeId: "org-1",
  ownerKind: "connector",
  ownerId: "c-1",
  recordId: "r-1",
  field: "token",
  schema: 1,
  rev: 1,
};
const TOKEN = "ghp_0123456789abcdefghij";

function sealed(suite: Suite = 1, context = place): Uint8Array {
  return sealRecord(primitives, sameKeys(suite), context, Secret.fromText(TOKEN));
}

function opened(envelope: Uint8Array, context = place, keys = sameKeys()): string {
  try {
    const secret = openRecord(primitives, keys, context, envelope);
    return `opened: ${readSecret(secret, (bytes) => Buffer.from(bytes).toString())}`;
  } catch (error) {
    // Anything else than the room's own error is a crash, and the test must show it.
    if (error instanceof VaultError) return error.code;
    throw error;
  }
}

function withByte(envelope: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = Uint8Array.from(envelope);
  changed[offset] = value;
  return changed;
}

const suites: readonly Suite[] = [1, 2];

test.each(suites)("opens what it sealed, whatever the length, under suite %i", (suite) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (value) => {
      using secret = Secret.take(Uint8Array.from(value));
      const envelope = sealRecord(primitives, sameKeys(suite), place, secret);
      using again = openRecord(primitives, sameKeys(suite), place, envelope);
      expect(readSecret(again, (bytes) => Uint8Array.from(bytes))).toEqual(value);
      expect((envelope.byteLength - 24 - 80) % 64).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test.each(suites)("refuses an envelope of suite %i of which any single bit was changed", (suite) => {
  proves("vault:tamper");
  const envelope = sealed(suite);
  const counts = new Map<string, number>();
  for (let bit = 0; bit < envelope.byteLength * 8; bit += 1) {
    const offset = bit >> 3;
    const code = opened(withByte(envelope, offset, (envelope[offset] ?? 0) ^ (1 << (bit & 7))));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({
    envelope_damaged: (3 + 1 + 64 + 16) * 8 + 11, // magic, reserved byte, ciphertext, tag; a revision beyond 2^53
    unknown_version: 8,
    unknown_suite: 8,
    envelope_context: 2 * 8 + 8 * 8 - 11,
    key_commitment: (4 + 4 + 32 + 32) * 8,
  });
});

test.each(suites)("refuses every truncation and extension of an envelope of suite %i", (suite) => {
  proves("vault:tamper");
  const envelope = sealed(suite);
  const codes = new Set<string>();
  for (let length = 0; length < envelope.byteLength; length += 1) codes.add(opened(envelope.subarray(0, length)));
  for (let more = 1; more <= 130; more += 1) codes.add(opened(Buffer.concat([envelope, Buffer.alloc(more)])));
  expect([...codes]).toEqual(["envelope_damaged"]);
});

test("answers any bytes at all with a typed error", () => {
  const header = Buffer.from(sealed().subarray(0, 24));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, hasHeader) => {
      const envelope = hasHeader ? Buffer.concat([header, bytes]) : bytes;
      expect(opened(envelope)).toMatch(/^(envelope_damaged|unknown_version|unknown_suite|key_commitment)$/);
    }),
    { numRuns: 2000 },
  );
});

test.each(["orgId", "scopeId", "ownerKind", "ownerId", "recordId", "field"] as const)(
  "an envelope is bound to its %s alone, all else and the key being equal",
  (attribute) => {
    proves("vault:bound");
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.string({ unit: "grapheme", maxLength: 40 }),
        (a, b) => {
          const envelope = sealed(1, { ...place, [attribute]: a });
          const expected = a === b ? `opened: ${TOKEN}` : "key_commitment";
          expect(opened(envelope, { ...place, [attribute]: b })).toBe(expected);
        },
      ),
    );
  },
);

test("an envelope is bound to its scope, schema and revision, all else and the key being equal", () => {
  proves("vault:bound");
  expect(opened(sealed(), { ...place, scope: "team" })).toBe("key_commitment");
  expect(opened(sealed(), { ...place, scope: "user" })).toBe("key_commitment");
  expect(opened(sealed(), { ...place, schema: 2 })).toBe("envelope_context");
  expect(opened(sealed(), { ...place, rev: 2 })).toBe("envelope_context");
  expect(opened(withByte(sealed(), 7, 2), { ...place, schema: 2 })).toBe("key_commitment");
  expect(opened(withByte(sealed(), 23, 2), { ...place, rev: 2 })).toBe("key_commitment");
});

test("text that moves from one attribute to the next is another place", () => {
  const envelope = sealed(1, { ...place, ownerId: "ab", recordId: "c" });
  expect(opened(envelope, { ...place, ownerId: "a", recordId: "bc" })).toBe("key_commitment");
});

test("an envelope relabelled with another key version, scope key version or suite is refused, even where the key is the same", () => {
  expect(opened(withByte(sealed(), 11, 2))).toBe("key_commitment");
  expect(opened(withByte(sealed(), 15, 1))).toBe("key_commitment");
  expect(opened(withByte(sealed(1), 4, 2))).toBe("key_commitment");
  expect(opened(withByte(sealed(2), 4, 1))).toBe("key_commitment");
  expect(opened(withByte(sealed(), 4, 3))).toBe("unknown_suite");
  expect(opened(withByte(sealed(), 3, "2".charCodeAt(0)))).toBe("unknown_version");
});

test("another data encryption key is refused by its commitment", () => {
  expect(opened(sealed(), place, sameKeys(1, OTHER_DEK))).toBe("key_commitment");
});

test("a scope key changes the key, and neither of the two opens alone", () => {
  const withScopeKey = (fill: number): RecordKeys => ({
    ...sameKeys(),
    activeScopeVersion: () => 1,
    scopeKey: () => new Uint8Array(32).fill(fill),
  });
  const mine: RecordContext = { ...place, scope: "user", scopeId: "m-1" };
  const envelope = sealRecord(primitives, withScopeKey(1), mine, Secret.fromText(TOKEN));
  expect(opened(envelope, mine, withScopeKey(1))).toBe(`opened: ${TOKEN}`);
  expect(opened(envelope, mine, withScopeKey(2))).toBe("key_commitment");
  expect(opened(envelope, mine, sameKeys())).toBe("key_commitment");
  expect(opened(envelope, mine, { ...withScopeKey(1), dek: () => OTHER_DEK })).toBe("key_commitment");
});

test("a body is no credential and a credential is no body", () => {
  const body = sealBody(primitives, sameKeys(), place, new TextEncoder().encode(TOKEN));
  expect(Buffer.from(openBody(primitives, sameKeys(), place, body)).toString()).toBe(TOKEN);
  expect(opened(body)).toBe("key_commitment");
  expect(() => openBody(primitives, sameKeys(), place, sealed(2))).toThrow(new VaultError("key_commitment"));
});

test("bodies of megabytes come back whole", () => {
  const body = new Uint8Array(3 * 1024 * 1024 + 7).map((_, index) => index % 251);
  const envelope = sealBody(primitives, sameKeys(), place, body);
  expect(Buffer.compare(openBody(primitives, sameKeys(), place, envelope), body)).toBe(0);
});

test("the same value never seals to the same bytes, and its length is hidden", () => {
  const envelopes = ["a", "ab", "ab"].map((value) =>
    Buffer.from(sealRecord(primitives, sameKeys(), place, Secret.fromText(value))),
  );
  expect(new Set(envelopes.map((envelope) => envelope.toString("hex", 24))).size).toBe(3);
  expect(new Set(envelopes.map(({ byteLength }) => byteLength))).toEqual(new Set([168]));
});

test("refuses what has no exact form and what is too long, before it seals anything", () => {
  const attempt = (context: Partial<RecordContext>, value = TOKEN): string => {
    try {
      sealRecord(primitives, sameKeys(), { ...place, ...context }, Secret.fromText(value));
      return "sealed";
    } catch (error) {
      return error instanceof VaultError ? error.code : String(error);
    }
  };
  expect(attempt({ ownerId: "\ud800" })).toBe("envelope_context");
  expect(attempt({ ownerId: "x".repeat(4097) })).toBe("envelope_context");
  expect(attempt({ rev: -1 })).toBe("envelope_context");
  expect(attempt({ rev: 1.5 })).toBe("envelope_context");
  expect(attempt({ rev: 2 ** 53 })).toBe("envelope_context");
  expect(attempt({ schema: 65_536 })).toBe("envelope_context");
  expect(attempt({}, "x".repeat(64 * 1024))).toBe("sealed");
  expect(attempt({}, "x".repeat(64 * 1024 + 1))).toBe("value_too_long");
});

test("an error and an opened secret print no value", () => {
  const secret = openRecord(primitives, sameKeys(), place, sealed());
  expect([secret.toString(), JSON.stringify([secret]), String(secret)]).toEqual([
    "[REDACTED]",
    '["[REDACTED]"]',
    "[REDACTED]",
  ]);
  const error = new VaultError("key_commitment");
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(TOKEN);
});
