import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonicalJson } from "../base/canonical-json.ts";
import { Secret } from "../base/secret.ts";
import { encodeContext, hashContext } from "./context.ts";
import { VaultError } from "./errors.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { invitationKeys, isAnswerOf, isInvitationOf } from "./invitation-rows.ts";
import { copyBytes } from "./key-bytes.ts";
import { openPrimitives } from "./primitives.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import type { VaultRows } from "./rows.ts";
import { INVITATION_CODE, parseShownKey } from "./shown-key.ts";
import { openBody, openRecord, readSecret } from "./seal.ts";
import { ADA, adminSeedOf, ORG_ID } from "./vectors/fixed-org.ts";
import { makeVectors } from "./vectors/make-vectors.ts";
import type { Change, OrgRefusal, RefusedEnvelope, Vectors } from "./vectors/vectors.ts";
import { unlockOrg, type Proof } from "./unlock.ts";
import { UnlockedOrg } from "./unlocked-org.ts";

// The file is made by make-vectors.ts, and the first test below shows that it still is what that makes.
const vectors = JSON.parse(readFileSync(new URL("testdata/vectors-1.json", import.meta.url), "utf8")) as Vectors;
const primitives = await openPrimitives();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytesOf = (digits: string): Uint8Array<ArrayBuffer> => copyBytes(Buffer.from(digits, "hex"));
const codeOf = (error: unknown): string => (error instanceof VaultError ? error.code : String(error));

test("the vectors on file are what this code makes from the same inputs, byte by byte", async () => {
  expect(JSON.parse(JSON.stringify(await makeVectors()))).toEqual(vectors);
});

test("context lists are written as on file", () => {
  for (const { label, values, encoded, sha256 } of vectors.contexts) {
    const list = values.map((value) => (typeof value === "object" ? bytesOf(value.hex) : value));
    expect(hex(encodeContext(label, list))).toBe(encoded);
    expect(hex(hashContext(label, list))).toBe(sha256);
  }
});

test("recovery keys are read and refused as on file", () => {
  for (const { typed, key } of vectors.recoveryKeys.opens) {
    expect(hex(parseRecoveryKey(Secret.fromText(typed)))).toBe(key);
  }
  for (const typed of vectors.recoveryKeys.refused) {
    expect(() => parseRecoveryKey(Secret.fromText(typed))).toThrow(new VaultError("recovery_key_malformed"));
  }
});

test.each(vectors.envelopes.opens)("opens on file: $name", (vector) => {
  expect(openVector(vector)).toBe(vector.plaintext);
});

test.each(vectors.envelopes.refused)("refused on file: $name", (vector) => {
  expect(openVector(vector)).toBe(vector.code);
});

test.each(vectors.org.opens)("unlocks on file: $name", async ({ memberId, proof }) => {
  const rows = rowsOf(vectors.org.rows);
  const org = await unlockOrg(primitives, rows, memberId, proofOf(proof));
  expect(hex(org.dek(1))).toBe(vectors.org.expected.dek);
  if (memberId !== ADA) return;
  expect(hex(org.scopeKey("user", ADA, 1) ?? new Uint8Array())).toBe(vectors.org.expected.adaScopeKey);
  expect(hex(adminSeedOf(org))).toBe(vectors.org.expected.adminSeed);
  for (const { teamId, version, key } of vectors.org.expected.teamKeys) {
    expect(hex(org.scopeKey("team", teamId, version) ?? new Uint8Array())).toBe(key);
  }
});

test("the invitation on file is of its code, and its answer of who had the code", () => {
  const { invitations, answers } = rowsOf(vectors.org.rows);
  const { code, fingerprint, id } = vectors.org.invitation;
  const [invitation, answer] = [invitations[0], answers[0]];
  const bytes = parseShownKey(INVITATION_CODE, Secret.fromText(code));
  if (invitation === undefined || answer === undefined || bytes === undefined) throw new Error("no invitation on file");
  const keys = invitationKeys(bytes, { orgId: ORG_ID, id });
  expect([isInvitationOf(keys, invitation), isAnswerOf(keys.answers, answer)]).toEqual([true, true]);
  expect(fingerprintOf(answer)).toBe(fingerprint);
});

test.each(vectors.org.refused)("stays closed on file: $name", async ({ memberId, proof, change, code }) => {
  const rows = rowsOf(change === undefined ? vectors.org.rows : changed(vectors.org.rows, change));
  const opening = unlockOrg(primitives, rows, memberId, proofOf(proof));
  expect(await opening.then(() => "opened", codeOf)).toBe(code);
});

function openVector({ kind, context, envelope }: Pick<RefusedEnvelope, "kind" | "context" | "envelope">): string {
  const { deks, scopeKeys } = vectors.envelopes;
  const keys = new UnlockedOrg(ORG_ID, ADA, {
    recordSuite: 1,
    activeVersion: 7,
    deks: new Map(deks.map(({ version, key }) => [version, bytesOf(key)])),
    scopeKeys: scopeKeys.map((scopeKey) => ({ ...scopeKey, key: bytesOf(scopeKey.key) })),
    admin: null,
  });
  try {
    if (kind === "body") return hex(openBody(primitives, keys, context, bytesOf(envelope)));
    return readSecret(openRecord(primitives, keys, context, bytesOf(envelope)), hex);
  } catch (error) {
    return codeOf(error);
  }
}

function proofOf({ kind, text }: OrgRefusal["proof"]): Proof {
  const secret = Secret.fromText(text);
  switch (kind) {
    case "passphrase":
      return { kind, passphrase: secret };
    case "recovery-key":
      return { kind, recoveryKey: secret };
    case "headless-key":
      return { kind, key: Secret.take(bytesOf(text)) };
  }
}

/** The rows with one column changed, still as JSON carries them. */
function changed(
  rows: Vectors["org"]["rows"],
  { table, row, column, to, flip, merge }: Change,
): Vectors["org"]["rows"] {
  const copy = structuredClone(rows);
  const list: unknown = copy[table];
  const target: unknown = Array.isArray(list) ? list[row] : list;
  if (typeof target !== "object" || target === null) throw new Error(`no row ${table} ${row}`);
  const present: unknown = Reflect.get(target, column);
  if (to !== undefined) Reflect.set(target, column, to);
  if (merge !== undefined) Reflect.set(target, column, canonicalJson({ ...JSON.parse(String(present)), ...merge }));
  if (flip !== undefined) Reflect.set(target, column, flipped(present, flip));
  return copy;
}

function flipped(present: unknown, offset: number): { readonly hex: string } {
  if (typeof present !== "object" || present === null || !("hex" in present)) throw new Error("no bytes to flip");
  const bytes = bytesOf(String(present.hex));
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  return { hex: hex(bytes) };
}

function rowsOf(rows: Vectors["org"]["rows"]): Omit<VaultRows, "manifest"> {
  const revive = (_: string, member: unknown): unknown =>
    typeof member === "object" && member !== null && "hex" in member ? bytesOf(String(member.hex)) : member;
  // These are the rows that make-vectors.ts wrote out, which were these.
  return JSON.parse(JSON.stringify(rows), revive) as Omit<VaultRows, "manifest">;
}
