import { expect, test } from "vitest";
import { Secret } from "../base/secret.ts";
import { headlessKeyText } from "./protect.ts";
import { readSecret } from "./seal.ts";
import { created, primitives, refusal, studio, textOf, token } from "./testdata/studio.ts";
import type { Proof } from "./unlock.ts";
import { ADA, ADA_PASSPHRASE, BO } from "./vectors/fixed-org.ts";
import { openVault } from "./vault.ts";

const phrase = (text = ADA_PASSPHRASE): Proof => ({ kind: "passphrase", passphrase: Secret.fromText(text) });
const copyOf = (key: Secret): Secret => readSecret(key, (bytes) => Secret.take(bytes.slice()));

test.each(["headless-key", "os-keychain"] as const)(
  "a %s opens the vault until it is replaced or taken away",
  async (kind) => {
    const { vault, keyStore, proof } = await created();
    await vault.putSecret(token(), Secret.fromText("value"));
    vault.lock(); // a person is asked for their proof, not for an open vault
    const key = await vault.addUnlocker(ADA, proof, kind, { backend: "gnome_libsecret" });
    expect(key.byteLength).toBe(32);
    const params = '{"alg":"hkdf-sha256","backend":"gnome_libsecret"}';
    expect((await vault.memberFacts())[0]?.unlockers).toContainEqual({ kind, createdAt: expect.any(Number), params });
    await vault.unlock(ADA, { kind, key });
    expect(textOf(await vault.useSecret(token()))).toBe("value");

    const next = await vault.addUnlocker(ADA, { kind, key: copyOf(key) }, kind, {});
    expect(keyStore.rows?.unlockers.filter((row) => row.kind === kind)).toMatchObject([
      { params: '{"alg":"hkdf-sha256"}' },
    ]);
    expect(await refusal(() => vault.unlock(ADA, { kind, key }))).toBe("wrong_key");
    await vault.unlock(ADA, { kind, key: next });
    for (let times = 0; times < 2; times += 1) await vault.removeUnlocker(ADA, proof, kind);
    expect(await refusal(() => vault.unlock(ADA, { kind, key: next }))).toBe("unlocker_missing");
  },
);

test("a key that is not 32 bytes, not this vault's or of another kind opens nothing", async () => {
  const { vault, proof, kept } = await created();
  const key = await vault.addUnlocker(ADA, proof, "headless-key", {});
  const { rows } = kept();
  if (rows === undefined) throw new Error("no rows");
  for (const bytes of [0, 16, 31, 33, 32]) {
    const other = Secret.take(new Uint8Array(bytes));
    expect(await refusal(() => vault.unlock(ADA, { kind: "headless-key", key: other }))).toBe("wrong_key");
  }
  expect(await refusal(() => vault.unlock(ADA, { kind: "os-keychain", key }))).toBe("unlocker_missing");
  expect(await refusal(() => vault.unlock(BO, { kind: "headless-key", key }))).toBe("member_unknown");
  const relabelled = rows.unlockers.map((row) =>
    row.kind === "headless-key" ? ({ ...row, kind: "os-keychain" } as const) : row,
  );
  const other = await studio({ rows: { ...rows, unlockers: relabelled }, secrets: new Map() });
  expect(await refusal(() => other.vault.unlock(ADA, { kind: "os-keychain", key }))).toBe("unlocker_signature");
});

test("a headless key is read as text once, as 32 bytes of base64url, and nothing else is", async () => {
  const key = Secret.take(new Uint8Array(32).fill(0xff));
  const text = headlessKeyText(key);
  expect(text).toBe("_".repeat(42) + "8");
  expect(() => headlessKeyText(key)).toThrow("wiped");
  expect(await refusal(() => headlessKeyText(Secret.fromText("ghp_0123456789abcdefghij")))).toBe("wrong_key");
});

test("a new recovery key takes the place of the old one, which opens nothing any more", async () => {
  const { vault, proof } = await created();
  vault.lock();
  const recoveryKey = await vault.renewRecoveryKey(ADA, phrase());
  expect(await refusal(() => vault.unlock(ADA, proof))).toBe("wrong_recovery_key");
  await vault.unlock(ADA, { kind: "recovery-key", recoveryKey });
  expect(await refusal(() => vault.renewRecoveryKey(ADA, phrase("not the passphrase")))).toBe("wrong_passphrase");
});

test("a new passphrase leaves the other ways in as they are, and the old one opens nothing any more", async () => {
  const { vault, proof, keyStore } = await created();
  vault.lock();
  const before = keyStore.rows;
  const refused = [Secret.fromText("seven77"), Secret.fromText("x".repeat(4097))];
  for (const next of refused) {
    expect(await refusal(() => vault.changePassphrase(ADA, proof, next))).toBe("passphrase_policy");
  }
  expect(await refusal(() => vault.changePassphrase(ADA, phrase("no"), Secret.fromText("a new passphrase")))).toBe(
    "wrong_passphrase",
  );
  expect(keyStore.rows).toBe(before);
  await vault.changePassphrase(ADA, proof, Secret.fromText("a new passphrase"));
  expect(await refusal(() => vault.unlock(ADA, phrase()))).toBe("wrong_passphrase");
  await vault.unlock(ADA, phrase("a new passphrase"));
  await vault.unlock(ADA, proof);
});

test("the passphrase itself is never taken away", async () => {
  const { vault, proof, keyStore } = await created();
  expect(await refusal(() => vault.removeUnlocker(ADA, proof, "passphrase"))).toBe("unlocker_missing");
  expect(keyStore.rows?.unlockers.length).toBe(2);
});

test("an old way in that somebody puts back proves nothing while the vault is open, and changes nothing", async () => {
  const { vault, proof, keyStore, kept } = await created();
  const old = kept().rows;
  if (old === undefined || keyStore.rows === undefined) throw new Error("no rows");
  const recoveryKey = await vault.renewRecoveryKey(ADA, proof);
  keyStore.rows = { ...keyStore.rows, unlockers: old.unlockers };
  expect(await refusal(() => vault.verify(ADA, proof))).toBe("manifest_mismatch");
  expect(await refusal(() => vault.changePassphrase(ADA, proof, Secret.fromText("a new passphrase")))).toBe(
    "manifest_mismatch",
  );
  vault.lock();
  expect(await refusal(() => vault.changePassphrase(ADA, proof, Secret.fromText("a new passphrase")))).toBe(
    "manifest_mismatch",
  );
  expect(recoveryKey.byteLength).toBe(69);
});

test("an older copy of the vault is given no new way in", async () => {
  const { proof, kept, vault, anchor, parts } = await created();
  const old = kept();
  await vault.putSecret(token(), Secret.fromText("newer"));
  const { vault: copy } = await studio(old, { anchor });
  const works = [
    () => copy.changePassphrase(ADA, proof, Secret.fromText("a new passphrase")),
    () => copy.renewRecoveryKey(ADA, proof),
    () => copy.addUnlocker(ADA, proof, "headless-key", {}),
  ];
  for (const work of works) expect(await refusal(work)).toBe("rolled_back");
  await copy.unlock(ADA, proof);
  expect(copy.state.kind).toBe("rolled-back");
  for (const work of works) expect(await refusal(work)).toBe("rolled_back");
  expect(await refusal(() => copy.createInvitation("i", 1))).toBe("rolled_back");
  expect(parts.primitives).toBe(primitives);
});

test("a change of passphrase while somebody else changes the vault is a conflict and not a lost change", async () => {
  const { vault, proof, keyStore, parts } = await created();
  const other = await openVault(parts);
  const load = keyStore.load.bind(keyStore);
  let loads = 0;
  keyStore.load = async () => {
    loads += 1;
    const rows = await load();
    // Between the rows that the proof opens and the turn that stores, the same unlocker is made anew.
    if (loads === 2) {
      keyStore.load = load;
      await other.renewRecoveryKey(ADA, phrase());
      return load();
    }
    return rows;
  };
  vault.lock();
  const changing = vault.changePassphrase(ADA, proof, Secret.fromText("a new passphrase"));
  expect(await refusal(() => changing)).toBe("revision_conflict");
  await vault.unlock(ADA, phrase());
});
