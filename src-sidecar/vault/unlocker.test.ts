import { expect, test } from "vitest";
import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { drawKey, drawMemberKeys, drawSigner, signMember, signRoot } from "./member-keys.ts";
import type { UnlockerRow } from "./rows.ts";
import { readSecret } from "./seal.ts";
import { created, primitives, refusal } from "./testdata/studio.ts";
import { openByProof, unlockOrg, type Proof } from "./unlock.ts";
import { openUnlocker, protectMemberKeys } from "./unlocker.ts";
import { ADA, ORG_ID } from "./vectors/fixed-org.ts";

const { sodium } = primitives;
const admin = drawSigner(primitives);
const keys = drawMemberKeys(primitives);
const [boxPublicKey, signPublicKey] = [sodium.boxPublicKey(keys.boxPrivateKey), sodium.signPublicKey(keys.signSeed)];
const owner = {
  root: signRoot(primitives, admin, { format: 1, orgId: ORG_ID, recordSuite: 1, createdAt: 1 }),
  successions: [],
  member: signMember(primitives, admin, { orgId: ORG_ID, memberId: ADA, boxPublicKey, signPublicKey, createdAt: 1 }),
};
const inputKey = drawKey(primitives);
const facts = { id: "u-1", kind: "headless-key", params: "{}", createdAt: 7 } as const;
const row = protectMemberKeys(primitives, { owner, facts }, keys, inputKey);

const outcome = (change: Partial<UnlockerRow>, key = inputKey, of = owner): string => {
  try {
    const opened = openUnlocker(primitives, of, { ...row, ...change }, key);
    return Buffer.compare(opened.signSeed, keys.signSeed) === 0 ? "opened" : "other keys";
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
};
const withByte = (offset: number, value: number): Partial<UnlockerRow> => ({
  protectedKeys: row.protectedKeys.map((byte, at) => (at === offset ? value : byte)),
});

test("the protected keys themselves, apart from any signature, know what they are bound to", () => {
  expect(outcome({})).toBe("opened");
  const changes: readonly Partial<UnlockerRow>[] = [
    { id: "u-2" },
    { kind: "os-keychain" },
    { params: '{"alg":"x"}' },
    { createdAt: 8 },
    { adminPublicKey: drawSigner(primitives).publicKey },
  ];
  for (const change of changes) expect([change, outcome(change)]).toEqual([change, "key_commitment"]);
  expect(outcome({}, drawKey(primitives))).toBe("key_commitment");
  const others = [
    { memberId: "another" },
    { orgId: "another" },
    { boxPublicKey: drawKey(primitives) },
    { signPublicKey: drawKey(primitives) },
  ];
  for (const other of others)
    expect(outcome({}, inputKey, { ...owner, member: { ...owner.member, ...other } })).toBe("key_commitment");
});

test("protected keys of another format, another suite or another length are refused by name", () => {
  expect(outcome(withByte(3, 0x32))).toBe("unknown_version");
  expect(outcome(withByte(0, 0x58))).toBe("unknown_version");
  expect(outcome(withByte(4, 3))).toBe("unknown_suite");
  expect(outcome(withByte(4, 2))).toBe("key_commitment");
  expect(outcome(withByte(5, 1))).toBe("key_commitment");
  for (let length = 0; length < row.protectedKeys.byteLength; length += 1)
    expect(outcome({ protectedKeys: row.protectedKeys.subarray(0, length) })).toMatch(
      /^(envelope_damaged|unknown_version)$/,
    );
  for (let bit = 64; bit < 8 * row.protectedKeys.byteLength; bit += 1) {
    const spoiled = withByte(bit >> 3, (row.protectedKeys[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
    expect(outcome(spoiled)).toMatch(/^(envelope_damaged|key_commitment)$/);
  }
});

test("a key that a machine keeps opens the vault, and nothing that is not exactly it does", async () => {
  const { vault, keyStore, proof } = await created();
  const kept = await vault.addUnlocker(ADA, proof, "headless-key", {});
  const key = readSecret(kept, (bytes) => Uint8Array.from(bytes));
  const by = (bytes: Uint8Array, kind: "headless-key" | "os-keychain" = "headless-key"): Promise<string> =>
    refusal(() => vault.verify(ADA, { kind, key: Secret.take(Uint8Array.from(bytes)) }));
  expect(await by(key)).toBe("nothing was refused");
  expect(await by(key, "os-keychain")).toBe("unlocker_missing");
  expect(await by(key.map((byte) => byte ^ 1))).toBe("wrong_key");
  for (const wrong of [key.subarray(0, 31), Buffer.concat([key, Buffer.alloc(1)]), new Uint8Array()])
    expect(await by(wrong)).toBe("wrong_key");
  vault.lock();
  await vault.unlock(ADA, { kind: "headless-key", key: Secret.take(Uint8Array.from(key)) });
  const { rows } = keyStore;
  if (rows === undefined) throw new Error("no rows");
  const unlockers = rows.unlockers.map((one) => (one.kind === "headless-key" ? { ...one, createdAt: 1 } : one));
  const spoiled = { ...rows, unlockers };
  const same: Proof = { kind: "headless-key", key: Secret.take(key) };
  expect(await refusal(() => unlockOrg(primitives, spoiled, ADA, same))).toBe("unlocker_signature");
});

test("a member's private keys are gone when what needed them is done, however it ended", async () => {
  const { keyStore, proof } = await created();
  const { rows } = keyStore;
  if (rows === undefined) throw new Error("no rows");
  const opening: { readonly rows: typeof rows; readonly memberId: string; readonly proof: Proof } = {
    rows,
    memberId: ADA,
    proof,
  };
  const seen: Uint8Array[] = [];
  const opened = await openByProof(primitives, opening, (member) => {
    seen.push(member.keys.boxPrivateKey, member.keys.signSeed);
    expect(seen.every((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
  });
  opened.org.wipe();
  const failing = openByProof(primitives, opening, (member) => {
    seen.push(member.keys.boxPrivateKey, member.keys.signSeed);
    throw new Error("failed meanwhile");
  });
  await expect(failing).rejects.toThrow("failed meanwhile");
  expect(seen).toEqual(Array.from({ length: 4 }, () => new Uint8Array(32)));
});
