import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { credentialId, entryId, orgId } from "../../src-contract/ids.ts";
import { sealEntry } from "../../src-contract/sealed-entry.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { readEntryContent } from "./entry-content.ts";
import { SealedEntries, type EntryBinding, type EntryOffer } from "./entry.ts";
import { VaultError } from "./errors.ts";
import { drawKey } from "./member-keys.ts";
import { openPrimitives } from "./primitives.ts";
import { readSecret } from "./seal.ts";

const primitives = await openPrimitives();
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
const hex = (value: Uint8Array): string => Buffer.from(value).toString("hex");
const text = (secret: Secret): string => readSecret(secret, (value) => Buffer.from(value).toString("utf8"));
const FOR: EntryBinding = { orgId: "org-1", credentialId: "cred-1", teamId: null };
const VALUES = { username: "ada", password: 'p"ä\\ss\nw🔑rd' };

function desk() {
  const clock = createManualClock();
  let ids = 0;
  return { clock, entries: new SealedEntries(primitives, clock, () => `entry-${(ids += 1)}`) };
}

const contentOf = (offer: EntryOffer, change: object = {}): object => ({
  entryId: offer.entryId,
  ...FOR,
  values: VALUES,
  ...change,
});
const sealText = (offer: EntryOffer, json: string): string =>
  hex(primitives.sodium.sealTo(Buffer.from(offer.publicKey, "hex"), drawKey(primitives), bytes(json)));
const seal = (offer: EntryOffer, change: object = {}): string =>
  sealText(offer, JSON.stringify(contentOf(offer, change)));

const outcome = (work: () => Map<string, Secret>): unknown => {
  try {
    return Object.fromEntries([...work()].map(([field, value]) => [field, text(value)]));
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
};

test("an entry opens once, for what it was made for, and gives a Secret for each field", () => {
  proves("secret:sealed-entry");
  const { entries, clock } = desk();
  const offer = entries.begin(FOR);
  expect(offer).toEqual({ entryId: "entry-1", publicKey: offer.publicKey, expiresAt: clock.now() + 300_000 });
  expect(offer.publicKey).toMatch(/^[0-9a-f]{64}$/);
  const box = seal(offer);
  expect(outcome(() => entries.open(offer.entryId, box, FOR))).toEqual(VALUES);
  expect(outcome(() => entries.open(offer.entryId, box, FOR))).toBe("entry_expired");
});

test("opens what the window and the command line seal", () => {
  const [id, org, credential] = [randomUUID(), randomUUID(), randomUUID()];
  const entries = new SealedEntries(primitives, createManualClock(), () => id);
  const binding = { orgId: org, credentialId: credential, teamId: null };
  const offer = { ...entries.begin(binding), orgId: orgId.parse(org), entryId: entryId.parse(id) };
  const entered = { credentialId: credentialId.parse(credential), teamId: null, values: VALUES };
  const sealed = sealEntry(offer, entered);
  expect(outcome(() => entries.open(sealed.entryId, sealed.box, binding))).toEqual(VALUES);
});

test("an entry that was made for a team opens for that team", () => {
  const { entries } = desk();
  const binding = { ...FOR, teamId: "team-1" };
  const offer = entries.begin(binding);
  expect(outcome(() => entries.open(offer.entryId, seal(offer, { teamId: "team-1" }), binding))).toEqual(VALUES);
});

test.each<[string, object, EntryBinding]>([
  ["says another entry", { entryId: "entry-2" }, FOR],
  ["says another organization", { orgId: "org-2" }, FOR],
  ["says another credential", { credentialId: "cred-2" }, FOR],
  ["says a team", { teamId: "team-1" }, FOR],
  ["says more", { extra: "x" }, FOR],
  ["lacks the credential", { credentialId: undefined }, FOR],
  ["lacks the values", { values: undefined }, FOR],
  ["has a number among its values", { values: { password: 1 } }, FOR],
  ["is opened for another organization", {}, { ...FOR, orgId: "org-2" }],
  ["is opened for another credential", {}, { ...FOR, credentialId: "cred-2" }],
  ["is opened for a team", {}, { ...FOR, teamId: "team-1" }],
])("an entry that %s is refused, and its key is gone", (_, change, binding) => {
  const { entries } = desk();
  const offer = entries.begin(FOR);
  expect(outcome(() => entries.open(offer.entryId, seal(offer, change), binding))).toBe("entry_mismatch");
  expect(outcome(() => entries.open(offer.entryId, seal(offer), FOR))).toBe("entry_expired");
});

test("an entry is refused when it is too old, dropped, from before a lock, or one too many", () => {
  const { entries, clock } = desk();
  const old = entries.begin(FOR);
  clock.advance(299_999);
  const dropped = entries.begin(FOR);
  entries.drop(dropped.entryId);
  clock.advance(1);
  expect(outcome(() => entries.open(old.entryId, seal(old), FOR))).toBe("entry_expired");
  expect(outcome(() => entries.open(dropped.entryId, seal(dropped), FOR))).toBe("entry_expired");
  const before = entries.begin(FOR);
  entries.clear();
  expect(outcome(() => entries.open(before.entryId, seal(before), FOR))).toBe("entry_expired");
  const many = Array.from({ length: 33 }, () => entries.begin(FOR));
  expect(many.map((offer) => outcome(() => entries.open(offer.entryId, seal(offer), FOR)))).toEqual(
    many.map((_, index) => (index === 0 ? "entry_expired" : VALUES)),
  );
});

test("an entry sealed to another key, with any bit turned, or of another length is refused", () => {
  proves("secret:sealed-entry");
  const { entries } = desk();
  const attempt = (spoil: (box: string) => string): unknown => {
    const offer = entries.begin(FOR);
    return outcome(() => entries.open(offer.entryId, spoil(seal(offer)), FOR));
  };
  const other = entries.begin(FOR);
  expect(attempt(() => seal(other))).toBe("entry_mismatch");
  const { length } = Buffer.from(seal(other), "hex");
  for (let bit = 0; bit < 8 * length; bit += 1) {
    const flipped = attempt((box) => {
      const changed = Buffer.from(box, "hex");
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return changed.toString("hex");
    });
    // X25519 ignores the highest bit of a public key (RFC 7748 §5), and the seal's nonce binds it all the same.
    expect([bit, flipped]).toEqual([bit, "entry_mismatch"]);
  }
  for (let kept = 0; kept < length; kept += 1) expect(attempt((box) => box.slice(0, 2 * kept))).toBe("entry_mismatch");
  expect(["00", "0", "zz"].map((more) => attempt((box) => box + more))).toEqual(Array(3).fill("entry_mismatch"));
  expect(attempt(() => "00".repeat(128 * 1024 + 1))).toBe("entry_mismatch");
});

test("an entry of more than 128 KiB is refused, though it was sealed for this", () => {
  const { entries } = desk();
  const attempt = (last: number): unknown => {
    const offer = entries.begin(FOR);
    const values = { a: "a".repeat(60_000), b: "b".repeat(60_000), c: "c".repeat(last) };
    const result = outcome(() => entries.open(offer.entryId, seal(offer, { values }), FOR));
    return typeof result === "string" ? result : "opened";
  };
  expect([attempt(10_000), attempt(12_000)]).toEqual(["opened", "entry_mismatch"]);
});

test("whatever was typed comes out as it was, byte for byte", () => {
  const { entries } = desk();
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: "grapheme" })), (values) => {
      const offer = entries.begin(FOR);
      const isKnown = Object.keys(values).every((name) => Buffer.byteLength(name) <= 64);
      fc.pre(isKnown && Object.keys(values).length <= 32);
      expect(outcome(() => entries.open(offer.entryId, seal(offer, { values }), FOR))).toEqual({ ...values });
    }),
  );
});

test("content that is no entry is refused with a typed error, never with a crash", () => {
  const refused = (json: string): unknown => outcome(() => readEntryContent(bytes(json)).values);
  const whole = '{"a":"b","c":null,"values":{"x":"\\u0007\\t"}}';
  expect(refused(whole)).toEqual({ x: "\u0007\t" });
  for (let kept = 0; kept < whole.length; kept += 1) expect(refused(whole.slice(0, kept))).toBe("entry_mismatch");
  const cases = [
    `${whole} `,
    '{"values":{}}}',
    '{"values":{},"values":{}}',
    '{"a":"1","a":"2","values":{}}',
    '{"values":{"x":"1","x":"2"}}',
    '{"values":{"x":"\\ud800"}}',
    '{"values":{"x":"\\q"}}',
    '{"values":{"x":"a\nb"}}',
    '{"values":{"x":{}}}',
    `{"values":{"${"n".repeat(65)}":"1"}}`,
    `{"values":{"x":"${"v".repeat(65_537)}"}}`,
    `{"values":{${Array.from({ length: 33 }, (_, at) => `"f${at}":"1"`).join(",")}}}`,
  ];
  expect(cases.map(refused)).toEqual(cases.map(() => "entry_mismatch"));
  expect(refused(`{"values":{"x":"${"v".repeat(65_536)}"}}`)).toEqual({ x: "v".repeat(65_536) });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
      const result = outcome(() => readEntryContent(Uint8Array.from([...bytes('{"values":{"'), ...noise])).values);
      expect(["string", "object"]).toContain(typeof result);
    }),
  );
});
