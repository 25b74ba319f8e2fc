/** Whoever can write the database, and what they get for it: each attack with the error that it must end in. */
import { format, inspect } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { createSeededRandom } from "../../testkit/seeded-random.ts";
import { keyOf } from "../../testkit/secret-store.ts";
import { Secret } from "../base/secret.ts";
import { encodeHeader, parseHeader, type EnvelopeHeader } from "./envelope.ts";
import { VaultError } from "./errors.ts";
import { Manifest } from "./manifest.ts";
import { manifestItems } from "./manifest-rows.ts";
import { drawKey, drawSigner } from "./member-keys.ts";
import type { VaultRows } from "./rows.ts";
import { openRecord, readSecret, sealRecord, type RecordContext, type RecordKeys } from "./seal.ts";
import type { SecretRef, SecretRow } from "./stores.ts";
import { failing } from "./testdata/failing-stores.ts";
import { created, mine, primitives, refusal, studio, textOf, token, withBo, type Kept } from "./testdata/studio.ts";
import { unlockOrg } from "./unlock.ts";
import { UnlockedOrg } from "./unlocked-org.ts";
import { openVault } from "./vault.ts";
import { ADA, BO, ORG_ID } from "./vectors/fixed-org.ts";
import { wrapDek } from "./wraps.ts";

const at = <Row>(list: readonly Row[], index: number): Row => {
  const row = list[index];
  if (row === undefined) throw new Error(`no row ${index}`);
  return row;
};
const C1 = keyOf(token("c1"));
const C2 = keyOf(token("c2"));

/** A vault with two tokens, the second one in its second revision, and what was kept before its last change. */
async function target() {
  const made = await created();
  await made.vault.putSecret(token("c1"), Secret.fromText("token of c1"));
  await made.vault.putSecret(token("c2"), Secret.fromText("first token of c2"));
  const before = made.kept();
  await made.vault.putSecret(token("c2"), Secret.fromText("second token of c2"));
  return { ...made, before };
}
type Target = Awaited<ReturnType<typeof target>>;
const rowOf = (kept: Kept, key: string): SecretRow => {
  const row = kept.secrets.get(key);
  if (row === undefined) throw new Error(`no row ${key}`);
  return row;
};
const withRows = (kept: Kept, ...rows: readonly (readonly [string, SecretRow])[]): Kept => ({
  ...kept,
  secrets: new Map([...kept.secrets, ...rows]),
});

/** What the open vault says at the next use of c2's token, and what a new process says at the next unlock. */
async function afterwards(made: Target, spoiled: Kept, ref: SecretRef = token("c2")): Promise<readonly string[]> {
  made.keyStore.rows = spoiled.rows;
  made.secretStore.rows.clear();
  for (const [key, row] of spoiled.secrets) made.secretStore.rows.set(key, row);
  const atUse = await refusal(() => made.vault.useSecret(ref));
  const next = await studio(spoiled, { anchor: made.anchor });
  const atUnlock = await refusal(() => next.vault.unlock(ADA, made.proof));
  const { kind } = next.vault.state;
  if (kind === "unreadable") expect(await refusal(() => next.vault.useSecret(ref))).toBe("vault_unreadable");
  return [atUse, atUnlock, kind];
}

type Spoil = (kept: Kept, made: Target) => Kept;
const headed = (row: SecretRow, change: Partial<EnvelopeHeader>): SecretRow => {
  const envelope = Uint8Array.from(row.envelope);
  envelope.set(encodeHeader({ ...parseHeader(row.envelope), ...change }));
  return { ...row, envelope };
};

test.each<readonly [string, Spoil]>([
  [
    "the envelopes of two connectors are swapped",
    (kept) => {
      const [one, two] = [rowOf(kept, C1), rowOf(kept, C2)];
      return withRows(kept, [C1, { ...one, envelope: two.envelope }], [C2, { ...two, envelope: one.envelope }]);
    },
  ],
  [
    "two rows are relabelled as each other",
    (kept) =>
      withRows(kept, [C1, { ...rowOf(kept, C2), ...token("c1") }], [C2, { ...rowOf(kept, C1), ...token("c2") }]),
  ],
  ["a row stands as it is in another's place", (kept) => withRows(kept, [C2, rowOf(kept, C1)])],
  ["a row claims another owner", (kept) => withRows(kept, [C2, { ...rowOf(kept, C2), ownerId: "c3" }])],
  ["a row claims another record", (kept) => withRows(kept, [C2, { ...rowOf(kept, C2), id: "id-0" }])],
  ["a row claims another time", (kept) => withRows(kept, [C2, { ...rowOf(kept, C2), updatedAt: 1 }])],
  [
    "an old envelope lies under the new row",
    (kept, { before }) => withRows(kept, [C2, { ...rowOf(kept, C2), envelope: rowOf(before, C2).envelope }]),
  ],
  [
    "an old row stands whole in the place of the new one",
    (kept, { before }) => withRows(kept, [C2, rowOf(before, C2)]),
  ],
  ["a row is deleted", (kept) => ({ ...kept, secrets: new Map([...kept.secrets].filter(([key]) => key !== C2)) })],
  [
    "row and header say another revision",
    (kept) => withRows(kept, [C2, { ...headed(rowOf(kept, C2), { rev: 3 }), rev: 3 }]),
  ],
  [
    "row and header say another key version",
    (kept) => withRows(kept, [C2, { ...headed(rowOf(kept, C2), { keyVersion: 2 }), keyVersion: 2 }]),
  ],
  [
    "row and header say another schema",
    (kept) => withRows(kept, [C2, { ...headed(rowOf(kept, C2), { schema: 3 }), schema: 3 }]),
  ],
  ["the suite is another", (kept) => withRows(kept, [C2, headed(rowOf(kept, C2), { suite: 2 })])],
])("refused at use and at the next unlock: %s", async (_, spoil) => {
  proves("vault:bound", "vault:manifest");
  const made = await target();
  const spoiled = spoil(made.kept(), made);
  expect(await afterwards(made, spoiled)).toEqual(["manifest_mismatch", "manifest_mismatch", "unreadable"]);
});

test.each<readonly [string, Spoil]>([
  ["a row is there twice", (kept) => withRows(kept, ["copy", rowOf(kept, C2)])],
  ["a row was added", (kept) => withRows(kept, ["added", { ...rowOf(kept, C2), ownerId: "c3" }])],
  [
    "an unlocker is gone",
    withKeys((rows) => ({ unlockers: rows.unlockers.filter(({ kind }) => kind !== "passphrase") })),
  ],
  ["the manifest is gone", withKeys(() => ({ manifest: undefined }))],
  ["the manifest is of another epoch", withKeys(({ manifest }) => ({ manifest: { ...manifest, epoch: 9 } }))],
  ["the manifest says another authority", withKeys(({ manifest }) => ({ manifest: { ...manifest, authority: "x" } }))],
  [
    "the manifest is the one of before",
    (kept, { before }) => withKeys(() => ({ manifest: before.rows?.manifest }))(kept),
  ],
  ["all secrets are the ones of before", (kept, { before }) => ({ ...kept, secrets: before.secrets })],
])("refused at the next unlock: %s", async (_, spoil) => {
  proves("vault:fail-closed", "vault:manifest");
  const made = await target();
  const [, atUnlock, kind] = await afterwards(made, spoil(made.kept(), made));
  expect([atUnlock, kind]).toEqual(["manifest_mismatch", "unreadable"]);
});

/** Key rows with some of them changed, whatever a store may hold there. */
function withKeys(change: (rows: VaultRows) => object): (kept: Kept) => Kept {
  return (kept) => {
    if (kept.rows === undefined) throw new Error("no rows");
    return { ...kept, rows: { ...kept.rows, ...change(kept.rows) } };
  };
}

const place: RecordContext = { ...token(), orgId: ORG_ID, recordId: "r-1", schema: 2, rev: 1 };
const keysOf = (dek: Uint8Array): RecordKeys => ({
  recordSuite: 1,
  activeVersion: 1,
  dek: () => dek,
  activeScopeVersion: () => 0,
  scopeKey: () => undefined,
});

test("the seal alone, without the manifest, refuses what was moved", async () => {
  proves("vault:bound");
  const dek = drawKey(primitives);
  const sealed = sealRecord(primitives, keysOf(dek), place, Secret.fromText("value"));
  const moved: readonly (readonly [string, RecordContext, RecordKeys])[] = [
    ["another connector", { ...place, ownerId: "c2" }, keysOf(dek)],
    ["another field", { ...place, field: "password" }, keysOf(dek)],
    ["another kind of owner", { ...place, ownerKind: "call" }, keysOf(dek)],
    ["another record", { ...place, recordId: "r-2" }, keysOf(dek)],
    ["another scope", { ...place, scope: "team" }, keysOf(dek)],
    ["another organization", { ...place, orgId: "another" }, keysOf(dek)],
    ["another organization's key", place, keysOf(drawKey(primitives))],
  ];
  for (const [name, context, keys] of moved)
    expect([name, await refusal(() => openRecord(primitives, keys, context, sealed))]).toEqual([
      name,
      "key_commitment",
    ]);
  expect(await refusal(() => openRecord(primitives, keysOf(dek), { ...place, rev: 2 }, sealed))).toBe(
    "envelope_context",
  );
});

test("under a manifest that was made for them, rows that were moved are still refused by their seal", async () => {
  proves("vault:bound");
  const made = await target();
  const kept = made.kept();
  const [one, two] = [rowOf(kept, C1), rowOf(kept, C2)];
  const { rows } = kept;
  if (rows === undefined) throw new Error("no rows");
  using org = await unlockOrg(primitives, rows, ADA, made.proof);
  const codeWith = async (row: SecretRow): Promise<string> => {
    const spoiled = withRows(kept, [C2, row]);
    const items = manifestItems(rows, [...spoiled.secrets.values()]);
    const manifest = Manifest.of(rows.manifest, items).sealed(org);
    const { vault } = await studio({ ...spoiled, rows: { ...rows, manifest } });
    await vault.unlock(ADA, made.proof);
    return refusal(() => vault.useSecret(token("c2")));
  };
  expect(await codeWith(two)).toBe("nothing was refused");
  expect(await codeWith({ ...two, envelope: one.envelope })).toBe("envelope_context");
  expect(await codeWith({ ...two, envelope: one.envelope, rev: 1 })).toBe("key_commitment");
  expect(await codeWith({ ...two, id: one.id })).toBe("key_commitment");
  expect(await codeWith({ ...two, rev: 3 })).toBe("envelope_context");
  expect(await codeWith({ ...two, schema: 3 })).toBe("envelope_context");
  expect(await codeWith({ ...two, keyVersion: 2 })).toBe("envelope_context");
  expect(await codeWith({ ...headed(two, { rev: 3 }), rev: 3 })).toBe("key_commitment");
  expect(await codeWith({ ...headed(two, { schema: 3 }), schema: 3 })).toBe("key_commitment");
  expect(await codeWith({ ...headed(two, { keyVersion: 2 }), keyVersion: 2 })).toBe("key_unavailable");
  expect(await codeWith(headed(two, { suite: 2 }))).toBe("key_commitment");
  expect(await codeWith({ ...two, orgId: "another" })).toBe("nothing was refused"); // the place is the vault's own, whatever a row says
});

test("20,000 envelopes with random damage are refused with a typed error, and none opens", async () => {
  proves("vault:tamper");
  const random = createSeededRandom(20_000);
  const keys = keysOf(drawKey(primitives));
  const sealed = sealRecord(primitives, keys, place, Secret.fromText("ghp_0123456789abcdefghij"));
  const codes = new Set<string>();
  for (let round = 0; round < 20_000; round += 1) {
    const spoiled = Uint8Array.from(sealed);
    for (let changes = 1 + random.below(4); changes > 0; changes -= 1) {
      const offset = random.below(spoiled.byteLength);
      spoiled[offset] = ((spoiled[offset] ?? 0) + 1 + random.below(255)) % 256;
    }
    const cut = random.below(8) === 0 ? spoiled.subarray(0, random.below(spoiled.byteLength)) : spoiled;
    if (Buffer.compare(cut, sealed) !== 0) codes.add(await refusal(() => openRecord(primitives, keys, place, cut)));
  }
  expect([...codes].sort()).toEqual([
    "envelope_context",
    "envelope_damaged",
    "key_commitment",
    "unknown_suite",
    "unknown_version",
  ]);
});

test("a record under a version that was retired opens no more, even put back with its row", async () => {
  const made = await target();
  const old = made.kept();
  await made.vault.beginRotation();
  while ((await made.vault.resealSecrets(50)) > 0);
  made.clock.advance(3000);
  expect(await made.vault.finishRotation()).toBe(true);
  const spoiled = withRows(made.kept(), [C2, rowOf(old, C2)]);
  expect(await afterwards(made, spoiled)).toEqual(["manifest_mismatch", "manifest_mismatch", "unreadable"]);
  const keys: RecordKeys = {
    ...keysOf(drawKey(primitives)),
    dek: () => {
      throw new VaultError("key_unavailable");
    },
  };
  const { envelope, id } = rowOf(old, C2);
  const context = { ...place, ...token("c2"), recordId: id, rev: 2 };
  expect(await refusal(() => openRecord(primitives, keys, context, envelope))).toBe("key_unavailable");
});

test("an older copy of the whole file is open for looking only, until an admin takes it for what counts", async () => {
  proves("vault:rollback");
  const made = await target();
  const body = made.vault.sealBody(place, Buffer.from("{}"));
  const known = made.vault.epoch();
  const { vault } = await studio(made.before, { anchor: made.anchor });
  await vault.unlock(ADA, made.proof);
  const { state } = vault;
  expect(state).toMatchObject({ kind: "rolled-back", knownEpoch: known, epoch: known - 1, memberId: ADA });
  const refused = [
    () => vault.useSecret(token("c1")),
    () => vault.putSecret(token("c1"), Secret.fromText("x")),
    () => vault.removeSecret(token("c1")),
    () => vault.forEachValue(() => undefined),
    () => vault.sealBody(place, Buffer.from("{}")),
    () => vault.resealBody(place, body),
    () => vault.resealSecrets(1),
    () => vault.beginRotation(),
    () => vault.finishRotation(),
    () => vault.beginEntry({ orgId: ORG_ID, credentialId: "c", teamId: null }),
    () => vault.changeAuthority(async (seal) => seal("x")),
  ];
  for (const work of refused) expect([String(work), await refusal(work)]).toEqual([String(work), "rolled_back"]);
  expect(Buffer.from(vault.openBody(place, body)).toString()).toBe("{}");
  expect(made.anchor.mark?.epoch).toBe(known);
  await vault.acceptRollback();
  expect(vault.state).toMatchObject({ kind: "unlocked", memberId: ADA });
  expect([vault.epoch(), made.anchor.mark?.epoch]).toEqual([known + 1, known + 1]);
  expect(textOf(await vault.useSecret(token("c2")))).toBe("first token of c2");
  // Now the copy that was newer is the older one.
  const other = await studio(made.kept(), { anchor: made.anchor });
  await other.vault.unlock(ADA, made.proof);
  expect(other.vault.state.kind).toBe("rolled-back");
});

test("an older copy that is taken for what counts has a new key with it, wherever the process is killed", async () => {
  proves("vault:rollback");
  for (const when of ["before", "after"] as const) {
    const made = await target();
    await made.vault.beginRotation();
    const before = made.kept(); // One in the middle of a rotation.
    await made.vault.putSecret(token("c1"), Secret.fromText("newer"));
    const old = await studio(before, { anchor: made.anchor });
    const { keyStore, secretStore } = failing(old, 1, when);
    const vault = await openVault({ ...old.parts, keyStore, secretStore });
    await vault.unlock(ADA, made.proof);
    await expect(vault.acceptRollback()).rejects.toThrow("killed");
    const next = await studio(old.kept(), { anchor: made.anchor });
    await next.vault.unlock(ADA, made.proof);
    const { active } = await next.vault.rotation();
    const expected = when === "before" ? ["rolled-back", 2] : ["unlocked", 3];
    expect([next.vault.state.kind, active]).toEqual(expected);
    await next.vault.acceptRollback();
    expect((await next.vault.rotation()).active).toBe(3);
    expect(textOf(await next.vault.useSecret(token("c2")))).toBe("second token of c2");
  }
});

test("a member who is no admin looks at an older copy and cannot take it for what counts", async () => {
  proves("vault:rollback");
  const made = await created();
  const bosProof = await withBo(made);
  const before = made.kept();
  await made.vault.putSecret(token(), Secret.fromText("value"));
  const { vault } = await studio(before, { anchor: made.anchor });
  await vault.unlock(BO, bosProof);
  expect(vault.state).toMatchObject({ kind: "rolled-back", memberId: BO });
  expect(await refusal(() => vault.acceptRollback())).toBe("not_admin");
  expect(vault.state.kind).toBe("rolled-back");
});

test("keys that no manifest proved are wiped, and so are those that were open", async () => {
  const made = await target();
  const wipe = vi.spyOn(UnlockedOrg.prototype, "wipe");
  onTestFinished(() => wipe.mockRestore());
  made.secretStore.rows.delete(C1);
  expect(await refusal(() => made.vault.unlock(ADA, made.proof))).toBe("manifest_mismatch");
  expect(new Set(wipe.mock.contexts).size).toBe(2);
  expect(made.vault.state).toEqual({ kind: "unreadable", reason: "manifest-mismatch" });
  expect(await refusal(() => made.vault.openBody(place, new Uint8Array()))).toBe("vault_unreadable");
});

test("an entry that was begun before a lock is not opened after it", async () => {
  const { vault, proof } = await target();
  const binding = { orgId: ORG_ID, credentialId: "c", teamId: null };
  const { entryId, publicKey } = vault.beginEntry(binding);
  const json = JSON.stringify({ entryId, ...binding, values: { secret: "x" } });
  const sealed = primitives.sodium.sealTo(Buffer.from(publicKey, "hex"), drawKey(primitives), Buffer.from(json));
  vault.lock();
  await vault.unlock(ADA, proof);
  const box = Buffer.from(sealed).toString("hex");
  expect(await refusal(() => vault.openEntry(entryId, box, binding))).toBe("entry_expired");
});

test("without what is remembered outside of the file, an older copy cannot be told from the newest: it is remembered anew", async () => {
  const made = await target();
  const { vault, anchor } = await studio(made.before);
  await vault.unlock(ADA, made.proof);
  expect(vault.state.kind).toBe("unlocked");
  expect((await anchor.read())?.epoch).toBe(vault.epoch());
});

test("an anchor that is behind, as a crash leaves it, is no older copy, and one that cannot be written stops nothing", async () => {
  const made = await target();
  made.anchor.mark = { epoch: 1, at: 0 };
  const write = (): Promise<void> => Promise.reject(new Error("disk full"));
  const { vault } = await studio(made.kept(), { anchor: { read: () => made.anchor.read(), write } });
  await vault.unlock(ADA, made.proof);
  expect(vault.state.kind).toBe("unlocked");
  await vault.putSecret(token("c1"), Secret.fromText("kept"));
  expect(textOf(await vault.useSecret(token("c1")))).toBe("kept");
});

test("a key of the database's own, sealed to the member as the next version, is refused, and so is an old one as new", async () => {
  const made = await target();
  const { rows } = made.kept();
  if (rows === undefined) throw new Error("no rows");
  const [member, wrap] = [at(rows.members, 0), at(rows.dekWraps, 0)];
  const stranger = drawSigner(primitives);
  const own = wrapDek(primitives, stranger.seed, member, { version: 2, key: drawKey(primitives) });
  for (const forged of [own, { ...wrap, version: 2 }]) {
    const spoiled = withKeys(() => ({
      orgKeys: [
        { ...at(rows.orgKeys, 0), state: "retiring" },
        { ...at(rows.orgKeys, 0), version: 2 },
      ],
      dekWraps: [wrap, forged],
    }))(made.kept());
    const { vault } = await studio(spoiled);
    expect(await refusal(() => vault.unlock(ADA, made.proof))).toBe("wrap_signature");
  }
});

test("a public key that somebody puts among the members before a rotation gets no key", async () => {
  proves("vault:manifest");
  const made = await target();
  const { rows } = made.kept();
  if (rows === undefined) throw new Error("no rows");
  const [member] = rows.members;
  const enrolled = { ...at(rows.members, 0), memberId: "stranger", boxPublicKey: drawSigner(primitives).publicKey };
  made.keyStore.rows = { ...rows, members: [...rows.members, enrolled] };
  expect(await refusal(() => made.vault.beginRotation())).toBe("manifest_mismatch");
  expect(await refusal(() => made.vault.finishRotation())).toBe("manifest_mismatch");
  expect(made.keyStore.rows.orgKeys).toEqual(rows.orgKeys);
  made.keyStore.rows = rows;
  expect(member).toBeDefined();
  await made.vault.beginRotation();
});

test("a row that was rolled back is neither written over nor removed nor sealed anew", async () => {
  proves("vault:fail-closed");
  const made = await target();
  const old = rowOf(made.before, C2);
  await made.vault.beginRotation();
  made.secretStore.rows.set(C2, old);
  expect(await refusal(() => made.vault.putSecret(token("c2"), Secret.fromText("third")))).toBe("manifest_mismatch");
  expect(await refusal(() => made.vault.removeSecret(token("c2")))).toBe("manifest_mismatch");
  expect(await made.vault.resealSecrets(50)).toBe(1);
  expect(made.secretStore.rows.get(C2)).toBe(old);
  made.secretStore.rows.delete(C2);
  expect(await refusal(() => made.vault.putSecret(token("c2"), Secret.fromText("third")))).toBe("manifest_mismatch");
  expect(await refusal(() => made.vault.useSecret(token("c3")))).toBe("secret_missing");
  const report = await made.vault.forEachValue(() => undefined);
  expect(report).toEqual({ visited: 1, closed: [] });
});

test("a change that something else made to the manifest meanwhile is a conflict, and nothing of ours is written", async () => {
  const { vault, keyStore, kept } = await target();
  const before = kept();
  const rows = before.rows;
  if (rows === undefined) throw new Error("no rows");
  keyStore.rows = { ...rows, manifest: { ...rows.manifest, epoch: rows.manifest.epoch + 1 } };
  expect(await refusal(() => vault.putSecret(token("c1"), Secret.fromText("x")))).toBe("revision_conflict");
  expect(await vault.removeSecret(token("c1"))).toBe(false);
  expect(kept().secrets).toEqual(before.secrets);
});

test("a secret shows nothing of itself to whatever prints, copies or throws it", async () => {
  const { vault } = await target();
  const secret = await vault.useSecret(token("c1"));
  const shown = [
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret, { showHidden: true, depth: 9 }),
    format("%s %o %j", secret, secret, secret),
    JSON.stringify(structuredClone({ ...secret })),
    inspect(new VaultError("key_commitment", { cause: secret })),
  ];
  for (const text of shown) expect(text).not.toContain("token of c1");
  expect(readSecret(secret, (value) => value.byteLength)).toBe("token of c1".length);
});

test("what belongs to another member is refused by name, and with another key in its place by its commitment", async () => {
  const { vault } = await target();
  expect(await refusal(() => vault.putSecret(mine("bo"), Secret.fromText("planted")))).toBe("scope_locked");
  const dek = drawKey(primitives);
  const withScope = (key: Uint8Array): RecordKeys => ({
    ...keysOf(dek),
    activeScopeVersion: () => 1,
    scopeKey: () => key,
  });
  const context: RecordContext = { ...place, scope: "user", scopeId: ADA };
  const envelope = sealRecord(primitives, withScope(drawKey(primitives)), context, Secret.fromText("ada's own"));
  expect(await refusal(() => openRecord(primitives, withScope(drawKey(primitives)), context, envelope))).toBe(
    "key_commitment",
  );
});
