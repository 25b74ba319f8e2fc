import { expect, test } from "vitest";
import { canonicalJson } from "../base/canonical-json.ts";
import { Secret } from "../base/secret.ts";
import { encodeContext } from "./context.ts";
import { VaultError } from "./errors.ts";
import { drawKey, drawSigner, signMember, signRoot, type Signer } from "./member-keys.ts";
import { openPrimitives, type Primitives } from "./primitives.ts";
import type { DekWrapRow, KeyRows, MemberKeyRow, ScopeWrapRow, UnlockerRow } from "./rows.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import { readSecret } from "./seal.ts";
import {
  ADA,
  ADA_PASSPHRASE,
  adminSeedOf,
  BO,
  BO_PASSPHRASE,
  createFixedOrg,
  ORG_ID,
  withSecondMember,
} from "./vectors/fixed-org.ts";
import { signTeam } from "./team-rows.ts";
import { unlockOrg, type Proof } from "./unlock.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import { openUnlocker } from "./unlocker.ts";
import { adminWrap, resignWrap, wrapAdminKey, wrapDek, wrapScopeKey } from "./wraps.ts";

const primitives = await openPrimitives();
const { rows: first, recoveryKey, unlocked: ada } = await createFixedOrg(primitives);
const rows = await withSecondMember(primitives, first, ada);
const adminSeed = adminSeedOf(ada);
const elsewhere = await createFixedOrg(primitives, { orgId: "another-org" });

const phrase = (text = ADA_PASSPHRASE): Proof => ({ kind: "passphrase", passphrase: Secret.fromText(text) });
const recovery: Proof = { kind: "recovery-key", recoveryKey };
const at = <Row>(list: readonly Row[], index: number): Row => {
  const row = list[index];
  if (row === undefined) throw new Error(`no row ${index}`);
  return row;
};
const flip = (bytes: Uint8Array, offset: number): Uint8Array =>
  bytes.map((byte, index) => (index === offset ? byte ^ 1 : byte));

/** Primitives that fail the test when a passphrase is stretched. */
const neverStretching: Primitives = {
  ...primitives,
  stretch: () => Promise.reject(new Error("a passphrase was stretched")),
};

async function outcome(changed: Partial<KeyRows>, proof = recovery, use = primitives, memberId = ADA): Promise<string> {
  try {
    (await unlockOrg(use, { ...rows, ...changed }, memberId, proof)).wipe();
    return "opened";
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
}

const withUnlocker = (index: number, change: Partial<UnlockerRow>): Partial<KeyRows> => ({
  unlockers: rows.unlockers.with(index, { ...at(rows.unlockers, index), ...change }),
});
const withDekWrap = (change: Partial<DekWrapRow>): Partial<KeyRows> => ({
  dekWraps: rows.dekWraps.with(0, { ...at(rows.dekWraps, 0), ...change }),
});
const withScopeWrap = (change: Partial<ScopeWrapRow>): Partial<KeyRows> => ({
  scopeWraps: rows.scopeWraps.with(0, { ...at(rows.scopeWraps, 0), ...change }),
});
const PASSPHRASE = 0;
const RECOVERY = 1;

test("passphrase and recovery key open the same keys, for each member their own scope key", async () => {
  const byPassphrase = await unlockOrg(primitives, rows, ADA, phrase(ADA_PASSPHRASE));
  const byRecoveryKey = await unlockOrg(primitives, rows, ADA, recovery);
  const bo = await unlockOrg(primitives, rows, BO, phrase(BO_PASSPHRASE));
  for (const opened of [byPassphrase, byRecoveryKey, bo]) expect(opened.dek(1)).toEqual(ada.dek(1));
  expect(byRecoveryKey.scopeKey("user", ADA, 1)).toEqual(byPassphrase.scopeKey("user", ADA, 1));
  const codeOf = (org: UnlockedOrg, memberId: string): string => {
    try {
      return org.scopeKey("user", memberId, 1) === undefined ? "none" : "opened";
    } catch (error) {
      return error instanceof VaultError ? error.code : String(error);
    }
  };
  expect([codeOf(byPassphrase, BO), codeOf(bo, ADA), codeOf(bo, BO)]).toEqual([
    "scope_locked",
    "scope_locked",
    "opened",
  ]);
});

test("what is wrong is named: the passphrase, the recovery key, its typing, the member, the way in", async () => {
  const other: Proof = { kind: "recovery-key", recoveryKey: elsewhere.recoveryKey };
  const typo: Proof = { kind: "recovery-key", recoveryKey: Secret.fromText("0000-0000") };
  expect(await outcome({}, phrase("correct horse battery stapler"))).toBe("wrong_passphrase");
  expect(await outcome({}, phrase(""))).toBe("wrong_passphrase");
  expect(await outcome({}, other)).toBe("wrong_recovery_key");
  expect(await outcome({}, typo)).toBe("recovery_key_malformed");
  expect(await outcome({}, recovery, primitives, "nobody")).toBe("member_unknown");
  expect(await outcome({}, recovery, primitives, BO)).toBe("unlocker_missing");
  expect(await outcome({ unlockers: [] }, phrase())).toBe("unlocker_missing");
});

test("a passphrase is the same however its letters were composed", async () => {
  expect(await outcome({}, phrase(BO_PASSPHRASE.normalize("NFD")), primitives, BO)).toBe("opened");
});

test("weakened or monstrous stretching is refused before a passphrase meets it, even when a member signed it", async () => {
  const { passes: _, ...good } = JSON.parse(at(rows.unlockers, PASSPHRASE).params);
  const params = (change: Record<string, string | number>): string => canonicalJson({ ...good, passes: 2, ...change });
  const refused = [
    { passes: 1 },
    { memoryKiB: 64 * 1024 - 1 },
    { memoryKiB: 1024 * 1024 + 1 },
    { memoryKiB: 4_000_000_000 },
    { memoryKiB: 65_536.5 },
    { passes: 13 },
    { lanes: 4 },
    { version: 16 },
    { alg: "argon2d" },
    { alg: "hkdf-sha256" },
    { salt: "AAAA" },
    { salt: 1 },
    { passes: "2" },
  ];
  for (const change of refused) {
    const changed = withUnlocker(PASSPHRASE, { params: params(change) });
    expect([change, await outcome(changed, phrase(), neverStretching)]).toEqual([change, "kdf_policy"]);
  }
  for (const text of ["", "null", "[]", "{", "7"]) {
    expect(await outcome(withUnlocker(PASSPHRASE, { params: text }), phrase(), neverStretching)).toBe("kdf_policy");
  }
});

test("an unlocker that its member did not sign is refused before a passphrase meets it", async () => {
  const row = at(rows.unlockers, PASSPHRASE);
  const params = canonicalJson({ ...JSON.parse(row.params), passes: 3 });
  const bo = at(rows.unlockers, 2);
  const foreign = at(elsewhere.rows.unlockers, PASSPHRASE);
  const changes: readonly Partial<UnlockerRow>[] = [
    { params },
    { orgId: "another-org" },
    { id: "another" },
    { createdAt: row.createdAt + 1 },
    { protectedKeys: flip(row.protectedKeys, 100) },
    { protectedKeys: row.protectedKeys.subarray(1) },
    { signature: flip(row.signature, 3) },
    { ...bo, memberId: ADA },
    { ...foreign, orgId: ORG_ID },
    foreign,
  ];
  for (const change of changes) {
    expect(await outcome(withUnlocker(PASSPHRASE, change), phrase(), neverStretching)).toBe("unlocker_signature");
  }
  const relabelled = { ...row, kind: "recovery-key" } as const;
  expect(await outcome({ unlockers: [relabelled] })).toBe("unlocker_signature");
  expect(await outcome(withUnlocker(RECOVERY, { params: "{}" }))).toBe("unlocker_signature");
});

test("public keys that the admin did not sign are refused, and so is a changed root", async () => {
  const member = at(rows.members, 0);
  const changes = [
    { boxPublicKey: flip(member.boxPublicKey, 0) },
    { signPublicKey: flip(member.signPublicKey, 0) },
    { createdAt: 1 },
    { orgId: "another-org" },
    { signature: flip(member.signature, 0) },
    { ...at(rows.members, 1), memberId: ADA },
  ];
  for (const change of changes) {
    expect(await outcome({ members: [{ ...member, ...change }] })).toBe("member_signature");
  }
  const abroad = signMember(
    primitives,
    { seed: adminSeed, publicKey: rows.root.adminPublicKey },
    {
      ...member,
      orgId: "another-org",
    },
  );
  expect(await outcome({ members: [abroad] })).toBe("member_signature");
  expect(await outcome({ members: elsewhere.rows.members })).toBe("member_signature");
  const { root } = rows;
  for (const change of [{ recordSuite: 2 }, { createdAt: 1 }, { orgId: "x" }, { format: 0 }] as const) {
    expect(await outcome({ root: { ...root, ...change } })).toBe("root_signature");
  }
  expect(await outcome({ root: elsewhere.rows.root })).toBe("member_signature");
});

test("a database that signs everything with an admin key of its own opens nothing", async () => {
  const mallory = drawSigner(primitives);
  const root = signRoot(primitives, mallory, rows.root);
  const member = signMember(primitives, mallory, at(rows.members, 0));
  const dek = { version: 1, key: drawKey(primitives) };
  const forged = { root, members: [member], dekWraps: [wrapDek(primitives, mallory.seed, member, dek)] };
  // The unlocker pins the admin's key, nothing that the true one signed leads from it to Mallory's, and she cannot change the pin.
  expect(await outcome(forged, phrase(), neverStretching)).toBe("admin_succession");
  expect(await outcome(forged)).toBe("admin_succession");
  const repinned = rows.unlockers.map((row) => ({ ...row, adminPublicKey: mallory.publicKey }));
  expect(await outcome({ ...forged, unlockers: repinned }, phrase(), neverStretching)).toBe("unlocker_signature");

  // So she puts a signing key of her own there too; but the passphrase protects the private keys for the true ones only.
  const hers = { ...member, signPublicKey: mallory.publicKey };
  const signed = { ...forged, members: [signMember(primitives, mallory, hers)] };
  const unlockers = repinned.map((row) => ({ ...row, signature: mallorySigns(mallory, hers, row) }));
  expect(await outcome({ ...signed, unlockers }, phrase())).toBe("wrong_passphrase");
  expect(await outcome({ ...signed, unlockers })).toBe("wrong_recovery_key");
});

test("a DEK wrap that the admin did not give for this version and member is refused", async () => {
  const wrap = at(rows.dekWraps, 0);
  const mallory = drawKey(primitives);
  const planted = wrapDek(primitives, mallory, at(rows.members, 0), { version: 1, key: drawKey(primitives) });
  const changes: readonly Partial<DekWrapRow>[] = [
    { version: 2 },
    { ...at(rows.dekWraps, 1), memberId: ADA },
    { orgId: "another-org" },
    { sealed: flip(wrap.sealed, 60) },
    { sealed: wrap.sealed.subarray(1) },
    { signature: flip(wrap.signature, 0) },
    at(elsewhere.rows.dekWraps, 0),
    planted,
  ];
  for (const change of changes) expect(await outcome(withDekWrap(change))).toBe("wrap_signature");
  const replayed = [...rows.dekWraps, { ...wrap, version: 2 }];
  expect(await outcome({ dekWraps: replayed })).toBe("wrap_signature");
});

test("a wrap that is signed and yet holds something else is refused", async () => {
  const member = at(rows.members, 0);
  const key = ada.dek(1);
  const forBo = { ...member, boxPublicKey: at(rows.members, 1).boxPublicKey };
  const cases = [
    wrapDek(primitives, adminSeed, { ...member, memberId: "someone" }, { version: 1, key }),
    wrapDek(primitives, adminSeed, forBo, { version: 1, key }),
  ];
  for (const { sealed } of cases) {
    const signed = { ...at(rows.dekWraps, 0), sealed, signature: resigned(sealed) };
    expect(await outcome({ dekWraps: [signed] })).toBe("wrap_damaged");
  }
});

test("a user's scope key is accepted only from the user, a team's only from the admin", async () => {
  const member = at(rows.members, 0);
  const key = drawKey(primitives);
  const byAdmin = wrapScopeKey(primitives, adminSeed, member, { scope: "user", scopeId: ADA, version: 1, key });
  const team = wrapScopeKey(primitives, adminSeed, member, { scope: "team", scopeId: "t-1", version: 3, key });
  const admin = { seed: adminSeed, publicKey: rows.root.adminPublicKey };
  const facts = { orgId: ORG_ID, teamId: "t-1", version: 3, members: canonicalJson([ADA]), createdAt: 1 };
  const teams = [signTeam(primitives, admin, facts)];
  const byMallory = wrapScopeKey(primitives, drawKey(primitives), member, {
    scope: "team",
    scopeId: "t-1",
    version: 3,
    key,
  });
  const wrap = at(rows.scopeWraps, 0);
  const ownKeys = openUnlocker(
    primitives,
    { root: rows.root, successions: [], member },
    at(rows.unlockers, RECOVERY),
    parseRecoveryKey(recoveryKey),
  );
  const asBo = wrapScopeKey(primitives, ownKeys.signSeed, member, { scope: "user", scopeId: BO, version: 1, key });
  expect(await outcome({ scopeWraps: [wrap, team], teams })).toBe("opened");
  const changes: readonly Partial<ScopeWrapRow>[] = [
    byAdmin,
    byMallory,
    asBo,
    { scopeId: BO },
    { version: 2 },
    { scope: "team" },
    { ...team, scopeId: "t-2" },
    { sealed: flip(wrap.sealed, 0) },
  ];
  for (const change of changes) expect(await outcome(withScopeWrap(change))).toBe("wrap_signature");
});

test("an active version that is missing, doubled or not the newest is refused", async () => {
  const member = at(rows.members, 0);
  const newer = wrapDek(primitives, adminSeed, member, { version: 2, key: drawKey(primitives) });
  const dekWraps = [...rows.dekWraps, newer];
  const state = (version: number, name: "active" | "retiring" | "retired") => ({
    orgId: ORG_ID,
    version,
    state: name,
    createdAt: 1,
  });
  expect(await outcome({ dekWraps, orgKeys: [state(1, "retiring"), state(2, "active")] })).toBe("opened");
  expect(await outcome({ dekWraps, orgKeys: [state(1, "active"), state(2, "retired")] })).toBe("key_unavailable");
  expect(await outcome({ dekWraps, orgKeys: [state(1, "active"), state(2, "active")] })).toBe("key_unavailable");
  expect(await outcome({ dekWraps, orgKeys: [state(2, "active"), state(1, "active")] })).toBe("key_unavailable");
  expect(await outcome({ orgKeys: [state(2, "active")] })).toBe("key_unavailable");
  expect(await outcome({ orgKeys: [] })).toBe("key_unavailable");
  expect(await outcome({ dekWraps: [] })).toBe("key_unavailable");
});

test("after wipe every key is zero and every question is refused", async () => {
  const org = await unlockOrg(primitives, rows, ADA, recovery);
  const keys = [org.dek(1), org.scopeKey("user", ADA, 1) ?? new Uint8Array(1).fill(1)];
  org.wipe();
  for (const key of keys) expect([...key].every((byte) => byte === 0)).toBe(true);
  const refused = () => new VaultError("vault_locked");
  expect(() => org.dek(1)).toThrow(refused());
  expect(() => org.scopeKey("org", ORG_ID, 0)).toThrow(refused());
  expect(() => org.activeScopeVersion("org", ORG_ID)).toThrow(refused());
});

test("an admin wrap that is signed and holds another seed is refused", async () => {
  const member = at(rows.members, 0);
  const other = drawSigner(primitives);
  const wrap = wrapAdminKey(primitives, { seed: other.seed, publicKey: rows.root.adminPublicKey }, member);
  const signed = resignWrap(primitives, adminSeed, member, adminWrap(wrap, rows.root));
  const adminWraps = rows.adminWraps.with(0, { ...at(rows.adminWraps, 0), ...signed });
  expect(await outcome({ adminWraps })).toBe("wrap_damaged");
  expect(await outcome({ adminWraps: [wrap] })).toBe("wrap_signature");
});

test("the admin's signing seed is sealed to the admin alone and is the one that signed the organization", async () => {
  expect(primitives.sodium.signPublicKey(adminSeed)).toEqual(rows.root.adminPublicKey);
  const bo = await unlockOrg(primitives, rows, BO, phrase(BO_PASSPHRASE));
  expect(() => adminSeedOf(bo)).toThrow(new VaultError("not_admin"));
});

test("no key lies in Node's shared pool", async () => {
  const pool = Buffer.allocUnsafe(1).buffer;
  const seen: Uint8Array[] = [];
  const watching: Primitives = {
    ...primitives,
    fillRandom: (bytes) => {
      // The salt of a box is no key, and is drawn where it is stored: in the record.
      if (bytes.byteOffset === 0 || bytes.buffer === pool) seen.push(bytes);
      primitives.fillRandom(bytes);
    },
    stretch: async (request) => {
      seen.push(request.passphrase);
      const key = await primitives.stretch(request);
      seen.push(key);
      return key;
    },
    sodium: {
      ...primitives.sodium,
      encryptXChaCha: (message, parts) => {
        seen.push(message.key, message.nonce);
        return primitives.sodium.encryptXChaCha(message, parts);
      },
      decryptXChaCha: (message, ciphertext) => {
        seen.push(message.key, message.nonce);
        return primitives.sodium.decryptXChaCha(message, ciphertext);
      },
      openSealed: (publicKey, privateKey, sealed) => {
        seen.push(privateKey);
        return primitives.sodium.openSealed(publicKey, privateKey, sealed);
      },
      sealTo: (publicKey, ephemeral, message) => {
        seen.push(ephemeral, message);
        return primitives.sodium.sealTo(publicKey, ephemeral, message);
      },
    },
  };
  const { unlocked } = await createFixedOrg(watching);
  seen.push(unlocked.dek(1), unlocked.scopeKey("user", ADA, 1) ?? new Uint8Array());
  const secret = adminSeedOf(unlocked);
  seen.push(secret);
  expect(seen.length).toBeGreaterThan(20);
  // A derived key may be part of its own derivation's output (88 bytes); nothing else may share a buffer.
  for (const bytes of seen) {
    expect(bytes.buffer === pool || bytes.buffer.byteLength > Math.max(bytes.byteLength, 88)).toBe(false);
  }
  expect(readSecret(recoveryKey, (bytes) => bytes.buffer.byteLength)).toBe(69);
});

/** Mallory's signature over an unlocker, where she is both the admin and the member. */
function mallorySigns(mallory: Signer, { boxPublicKey, signPublicKey }: MemberKeyRow, row: UnlockerRow): Uint8Array {
  const { id, kind, params, createdAt, protectedKeys } = row;
  const trust = [mallory.publicKey, boxPublicKey, signPublicKey];
  const values = [ORG_ID, ADA, id, kind, params, createdAt, ...trust, protectedKeys];
  return primitives.sodium.sign(mallory.seed, encodeContext("gatehouse/unlocker/1", values));
}

/** The admin's signature over Ada's wrap of version 1 that holds `sealed`. */
function resigned(sealed: Uint8Array): Uint8Array {
  const member = at(rows.members, 0);
  const values = [ORG_ID, ADA, member.boxPublicKey, "dek", 1, sealed];
  return primitives.sodium.sign(adminSeed, encodeContext("gatehouse/key-wrap/1", values));
}
