import { expect, onTestFinished, test, vi } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { ADA, ADA_PASSPHRASE, BO, ORG_ID } from "./vectors/fixed-org.ts";
import type { VaultRows } from "./rows.ts";
import { readSecret, type RecordContext } from "./seal.ts";
import type { SecretRow } from "./stores.ts";
import { join, passphraseOf } from "./testdata/people.ts";
import { mine, primitives, refusal, studio, token } from "./testdata/studio.ts";
import type { Proof } from "./unlock.ts";
import { UnlockedOrg } from "./unlocked-org.ts";
import { openVault, type Vault } from "./vault.ts";

const text = (secret: Secret): string => readSecret(secret, (bytes) => Buffer.from(bytes).toString());
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
const passphrase = (value = ADA_PASSPHRASE): Proof => ({ kind: "passphrase", passphrase: Secret.fromText(value) });
const callBody: RecordContext = { ...token(), orgId: token().scopeId, recordId: "call-1", schema: 1, rev: 1 };

async function created() {
  const made = await studio();
  const recoveryKey = await made.vault.create(ADA, Secret.fromText(ADA_PASSPHRASE));
  return { ...made, recoveryKey };
}

test("goes from absent to unlocked to locked and back, and says since when and for whom", async () => {
  const { vault, clock, parts } = await studio();
  expect(vault.state).toEqual({ kind: "absent" });
  await vault.create(ADA, Secret.fromText(ADA_PASSPHRASE));
  expect(vault.state).toEqual({ kind: "unlocked", since: clock.now(), memberId: ADA });
  vault.lock();
  expect(vault.state).toEqual({ kind: "locked" });
  clock.advance(1000);
  await vault.unlock(ADA, passphrase());
  expect(vault.state).toEqual({ kind: "unlocked", since: clock.now(), memberId: ADA });
  expect((await openVault(parts)).state).toEqual({ kind: "locked" });
});

test("keeps a secret, replaces it under a new revision and gives it back only as a Secret", async () => {
  const { vault, secretStore } = await created();
  await vault.putSecret(token(), Secret.fromText("first-token"));
  const facts = await vault.putSecret(token(), Secret.fromText("second-token"));
  expect(facts).toMatchObject({ ...token(), rev: 2 });
  const secret = await vault.useSecret(token());
  expect(`${String(secret)} ${JSON.stringify({ secret })}`).toBe('[REDACTED] {"secret":"[REDACTED]"}');
  expect(text(secret)).toBe("second-token");
  expect(secretStore.rows.size).toBe(1);
  expect(await vault.listSecrets()).toEqual([facts]);
});

test("a lost race between two writers is a conflict and not an overwritten value", async () => {
  const { vault } = await created();
  const writes = [vault.putSecret(token(), Secret.fromText("a")), vault.putSecret(token(), Secret.fromText("b"))];
  const results = await Promise.allSettled(writes);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(text(await vault.useSecret(token()))).toBe("a");
});

test("after lock nothing is sealed, opened, removed or visited", async () => {
  const { vault } = await created();
  await vault.putSecret(token(), Secret.fromText("value"));
  const sealed = vault.sealBody(callBody, bytes("{}"));
  vault.lock();
  const works = [
    () => vault.putSecret(token(), Secret.fromText("other")),
    () => vault.useSecret(token()),
    () => vault.removeSecret(token()),
    () => vault.removeOwned("connector", "c1"),
    () => vault.forEachValue(() => undefined),
    () => vault.sealBody(callBody, bytes("{}")),
    () => vault.openBody(callBody, sealed),
  ];
  for (const work of works) expect(await refusal(work)).toBe("vault_locked");
  await vault.unlock(ADA, passphrase());
  expect(text(await vault.useSecret(token()))).toBe("value");
});

test("a lock that comes while a secret is being read or an unlock is under way wins", async () => {
  const { vault } = await created();
  await vault.putSecret(token(), Secret.fromText("value"));
  const reading = vault.useSecret(token());
  vault.lock();
  expect(await refusal(() => reading)).toBe("vault_locked");
  const unlocking = vault.unlock(ADA, passphrase());
  await Promise.resolve();
  await Promise.resolve();
  vault.lock();
  expect(await refusal(() => unlocking)).toBe("vault_locked");
  expect(vault.state).toEqual({ kind: "locked" });
});

test("keys are wiped when the vault locks, when other keys replace them, and after a mere check", async () => {
  const wipe = vi.spyOn(UnlockedOrg.prototype, "wipe");
  onTestFinished(() => wipe.mockRestore());
  const { vault, recoveryKey } = await created();
  const proof: Proof = { kind: "recovery-key", recoveryKey };
  const wiped = async (work: () => unknown): Promise<number> => {
    wipe.mockClear();
    await work();
    return wipe.mock.calls.length;
  };
  expect(await wiped(() => vault.verify(ADA, proof))).toBe(1);
  expect(await wiped(() => vault.unlock(ADA, proof))).toBe(1);
  expect(await wiped(() => vault.lock())).toBe(1);
  expect(await wiped(() => vault.lock())).toBe(0);
});

test("a wrong passphrase is refused by name, leaves the state alone, and does not stop the next attempt", async () => {
  const { vault } = await created();
  expect(await refusal(() => vault.unlock(ADA, passphrase("wrong horse battery staple")))).toBe("wrong_passphrase");
  expect(vault.state.kind).toBe("unlocked");
  vault.lock();
  expect(await refusal(() => vault.unlock(ADA, passphrase("wrong horse battery staple")))).toBe("wrong_passphrase");
  expect(await refusal(() => vault.unlock("nobody", passphrase()))).toBe("member_unknown");
  expect(vault.state).toEqual({ kind: "locked" });
  await vault.verify(ADA, passphrase());
  expect(vault.state).toEqual({ kind: "locked" });
  await vault.unlock(ADA, passphrase());
});

test("the recovery key opens the vault and gives a new passphrase, after which the old one is refused", async () => {
  const { vault, recoveryKey } = await created();
  await vault.putSecret(mine(ADA), Secret.fromText("kept"));
  vault.lock();
  const proof: Proof = { kind: "recovery-key", recoveryKey };
  await vault.changePassphrase(ADA, proof, Secret.fromText("a new passphrase"));
  expect(await refusal(() => vault.unlock(ADA, passphrase()))).toBe("wrong_passphrase");
  await vault.unlock(ADA, passphrase("a new passphrase"));
  expect(text(await vault.useSecret(mine(ADA)))).toBe("kept");
  vault.lock();
  await vault.unlock(ADA, proof);
  expect(text(await vault.useSecret(mine(ADA)))).toBe("kept");
});

test("one member cannot open what another member sealed for themselves, and both open what is the organization's", async () => {
  const { vault } = await created();
  await join(vault, BO);
  await vault.putSecret(mine(ADA), Secret.fromText("ada's own"));
  await vault.putSecret(token(), Secret.fromText("everyone's"));
  await vault.unlock(BO, passphrase(passphraseOf(BO)));
  expect(vault.state).toMatchObject({ kind: "unlocked", memberId: BO });
  expect(await refusal(() => vault.useSecret(mine(ADA)))).toBe("scope_locked");
  expect(await refusal(() => vault.putSecret(mine(ADA), Secret.fromText("planted")))).toBe("scope_locked");
  expect(text(await vault.useSecret(token()))).toBe("everyone's");
  await vault.putSecret(mine(BO), Secret.fromText("bo's own"));
  const seen: string[] = [];
  const report = await vault.forEachValue((ref, value) =>
    seen.push(`${ref.scopeId}: ${Buffer.from(value).toString()}`),
  );
  expect(seen.sort()).toEqual([`${BO}: bo's own`, `${ORG_ID}: everyone's`].sort());
  expect(report).toEqual({ visited: 2, closed: [{ ref: mine(ADA), code: "scope_locked" }] });
});

test("forEachValue wipes what it showed, and a damaged secret hides no other", async () => {
  const { vault, secretStore } = await created();
  await vault.putSecret(token("c1"), Secret.fromText("one"));
  await vault.putSecret(token("c2"), Secret.fromText("two"));
  for (const [key, row] of secretStore.rows) {
    if (row.ownerId === "c1") secretStore.rows.set(key, { ...row, envelope: row.envelope.map((byte) => byte ^ 1) });
  }
  const kept: Uint8Array[] = [];
  const report = await vault.forEachValue((_, value) => kept.push(value));
  expect(report).toEqual({ visited: 1, closed: [{ ref: token("c1"), code: "manifest_mismatch" }] });
  expect(kept).toEqual([new Uint8Array(3)]);
});

test("removing an owner removes all that is its own and nothing else", async () => {
  proves("vault:removed");
  const { vault } = await created();
  await vault.putSecret(token("c1"), Secret.fromText("one"));
  await vault.putSecret({ ...token("c1"), field: "password" }, Secret.fromText("two"));
  await vault.putSecret(token("c2"), Secret.fromText("three"));
  expect(await vault.removeOwned("connector", "c1")).toBe(2);
  expect(await refusal(() => vault.useSecret(token("c1")))).toBe("secret_missing");
  expect(text(await vault.useSecret(token("c2")))).toBe("three");
  expect(await vault.removeSecret(token("c2"))).toBe(true);
  expect(await vault.removeSecret(token("c2"))).toBe(false);
});

test("a row that stands in another row's place is refused", async () => {
  proves("vault:bound");
  const { vault, secretStore } = await created();
  await vault.putSecret(token("c1"), Secret.fromText("one"));
  await vault.putSecret(token("c2"), Secret.fromText("two"));
  const [[key1, row1] = [], [key2, row2] = []] = [...secretStore.rows];
  if (key1 === undefined || key2 === undefined || row1 === undefined || row2 === undefined) throw new Error("no rows");
  const codeWith = (row: SecretRow): Promise<string> => {
    secretStore.rows.set(key1, row);
    return refusal(() => vault.useSecret(token("c1")));
  };
  const moved = [row2, { ...row1, envelope: row2.envelope }, { ...row1, id: row2.id }];
  const relabelled = [
    { ...row1, rev: 2 },
    { ...row1, schema: 3 },
    { ...row1, keyVersion: 2 },
  ];
  for (const row of [...moved, ...relabelled]) expect(await codeWith(row)).toBe("manifest_mismatch");
  expect(await codeWith(row1)).toBe("nothing was refused");
});

test("a lock that comes while the vault is being created leaves it locked and still hands out the recovery key", async () => {
  const { vault } = await studio();
  const creating = vault.create(ADA, Secret.fromText(ADA_PASSPHRASE));
  await Promise.resolve();
  await Promise.resolve();
  vault.lock();
  const recoveryKey = await creating;
  expect(vault.state).toEqual({ kind: "locked" });
  await vault.unlock(ADA, { kind: "recovery-key", recoveryKey });
  expect(vault.state.kind).toBe("unlocked");
});

test("a vault that cannot be read is never written over, by no creation and no new key", async () => {
  proves("vault:fail-closed");
  const { keyStore } = await created();
  const rows = keyStore.rows;
  if (rows === undefined) throw new Error("no rows");
  const cases: readonly [VaultRows, string][] = [
    [{ ...rows, root: { ...rows.root, format: 2 } }, "unknown-version"],
    [{ ...rows, root: { ...rows.root, orgId: "another" } }, "bad-header"],
    [{ ...rows, root: { ...rows.root, adminPublicKey: new Uint8Array(31) } }, "bad-header"],
    [{ ...rows, dekWraps: [] }, "bad-header"],
  ];
  for (const [broken, reason] of cases) {
    const { vault, keyStore: store } = await studio({ rows: broken, secrets: new Map() });
    expect(vault.state).toEqual({ kind: "unreadable", reason });
    for (const work of [
      () => vault.create(ADA, Secret.fromText(ADA_PASSPHRASE)),
      () => vault.unlock(ADA, passphrase()),
      () => vault.putSecret(token(), Secret.fromText("value")),
      () => vault.sealBody(callBody, bytes("{}")),
    ]) {
      expect(await refusal(work)).toBe("vault_unreadable");
    }
    expect(store.rows).toBe(broken);
  }
});

test("a vault is created once, and its passphrase has a floor", async () => {
  const { vault, keyStore, parts } = await studio();
  expect(await refusal(() => vault.create(ADA, Secret.fromText("short")))).toBe("passphrase_policy");
  expect(vault.state).toEqual({ kind: "absent" });
  const other: Vault = await openVault(parts);
  await vault.create(ADA, Secret.fromText(ADA_PASSPHRASE));
  const { rows } = keyStore;
  expect(await refusal(() => vault.create(ADA, Secret.fromText(ADA_PASSPHRASE)))).toBe("vault_exists");
  expect(await refusal(() => other.create(ADA, Secret.fromText(ADA_PASSPHRASE)))).toBe("vault_exists");
  expect(other.state).toEqual({ kind: "absent" });
  const stretch = (): Promise<never> => Promise.reject(new Error("a passphrase was stretched"));
  const later = await openVault({ ...parts, primitives: { ...primitives, stretch } });
  expect(await refusal(() => later.create(ADA, Secret.fromText(ADA_PASSPHRASE)))).toBe("vault_exists");
  expect(keyStore.rows).toBe(rows);
});

test("a vault that could not be stored was never created, and its keys are gone", async () => {
  const { vault, keyStore } = await studio();
  keyStore.insert = () => Promise.reject(new Error("disk full"));
  await expect(vault.create(ADA, Secret.fromText(ADA_PASSPHRASE))).rejects.toThrow("disk full");
  expect(vault.state).toEqual({ kind: "absent" });
  expect(await refusal(() => vault.sealBody(callBody, bytes("{}")))).toBe("vault_absent");
});

test("without a passphrase or recovery key nothing that was stored shows a value", async () => {
  proves("vault:at-rest");
  const { vault, keyStore, secretStore, recoveryKey } = await created();
  await vault.putSecret(token(), Secret.fromText("canary-3f9a"));
  const kept: Uint8Array[] = [];
  const strings: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) kept.push(value);
    else if (typeof value === "string") strings.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(keyStore.rows);
  walk([...secretStore.rows.values()]);
  const all = Buffer.concat([...kept, Buffer.from(strings.join("\n"))]);
  for (const canary of ["canary-3f9a", ADA_PASSPHRASE, text(recoveryKey)]) expect(all.includes(canary)).toBe(false);
});
