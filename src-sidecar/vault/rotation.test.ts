import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { parseHeader } from "./envelope.ts";
import type { RecordContext } from "./seal.ts";
import type { SecretRef } from "./stores.ts";
import { failing } from "./testdata/failing-stores.ts";
import { created, mine, refusal, studio, textOf, token, withBo, type Kept } from "./testdata/studio.ts";
import { ADA, BO, ORG_ID } from "./vectors/fixed-org.ts";
import type { Vault } from "./vault.ts";

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
const call: RecordContext = { ...token(), orgId: ORG_ID, recordId: "call-1", schema: 1, rev: 1 };
const refs = [token("c1"), token("c2"), mine(ADA), token("c3")];

async function filled() {
  const made = await created();
  for (const [at, ref] of refs.entries()) await made.vault.putSecret(ref, Secret.fromText(`value ${at}`));
  return made;
}

const valuesOf = async (vault: Vault): Promise<readonly string[]> => {
  const values: string[] = [];
  for (const ref of refs) values.push(textOf(await vault.useSecret(ref)));
  return values;
};
const VALUES = refs.map((_, at) => `value ${at}`);

test("a rotation seals every secret and body anew under the next version, and both open meanwhile", async () => {
  const { vault, clock, secretStore, keyStore, proof } = await filled();
  const body = vault.sealBody(call, bytes("{}"));
  expect(vault.resealBody(call, body)).toBeNull();
  await vault.beginRotation();
  expect(await valuesOf(vault)).toEqual(VALUES);
  await vault.putSecret(token("c4"), Secret.fromText("new"));
  expect(await vault.rotation()).toMatchObject({
    active: 2,
    versions: [
      { version: 1, state: "retiring", secrets: 4 },
      { version: 2, state: "active", secrets: 1 },
    ],
    waitingFor: [],
  });
  expect([await vault.resealSecrets(3), await vault.resealSecrets(3), await vault.resealSecrets(3)]).toEqual([3, 1, 0]);
  const resealed = vault.resealBody(call, body);
  expect(resealed && parseHeader(resealed).keyVersion).toBe(2);
  expect(Buffer.from(vault.openBody(call, resealed ?? body)).toString()).toBe("{}");
  clock.advance(3000);
  expect(await vault.finishRotation()).toBe(true);
  expect(keyStore.rows?.dekWraps.map(({ version }) => version)).toEqual([2]);
  expect(await vault.rotation()).toMatchObject({
    versions: [
      { state: "retired", secrets: 0 },
      { state: "active", secrets: 5 },
    ],
  });
  expect(await refusal(() => vault.openBody(call, body))).toBe("key_unavailable");
  vault.lock();
  await vault.unlock(ADA, proof);
  expect(await valuesOf(vault)).toEqual(VALUES);
  expect([...secretStore.rows.values()].map(({ keyVersion, rev }) => [keyVersion, rev])).toEqual(
    Array.from({ length: 5 }, () => [2, 1]),
  );
  expect(await refusal(() => vault.openBody(call, body))).toBe("key_unavailable");
});

test("a new version that is seconds old retires none: something may be on its way under the one before", async () => {
  const { vault, clock } = await filled();
  await vault.beginRotation();
  expect(await vault.resealSecrets(50)).toBe(4);
  clock.advance(2999);
  expect(await vault.finishRotation()).toBe(false);
  clock.advance(1);
  expect(await vault.finishRotation()).toBe(true);
  expect(await vault.finishRotation()).toBe(true);
});

test("a rotation is not begun while one is running, and is begun again when it is done", async () => {
  const { vault, clock } = await filled();
  await vault.beginRotation();
  expect(await refusal(() => vault.beginRotation())).toBe("rotation_running");
  await vault.resealSecrets(50);
  clock.advance(3000);
  await vault.finishRotation();
  await vault.beginRotation();
  expect((await vault.rotation()).active).toBe(3);
});

test("a vault that is locked rotates nothing and still says how far it is", async () => {
  const { vault } = await filled();
  await vault.beginRotation();
  const body = vault.sealBody(call, bytes("{}"));
  vault.lock();
  const works = [
    () => vault.beginRotation(),
    () => vault.resealSecrets(1),
    () => vault.resealBody(call, body),
    () => vault.finishRotation(),
    () => vault.epoch(),
    () => vault.acceptRollback(),
  ];
  for (const work of works) expect(await refusal(work)).toBe("vault_locked");
  expect(await vault.rotation()).toMatchObject({
    active: 2,
    waitingFor: [{ scope: "user", scopeId: ADA, records: 1 }],
  });
});

async function rotate(vault: Vault, advance: () => void): Promise<void> {
  const { versions } = await vault.rotation();
  if (versions.every(({ state }) => state !== "retiring")) await vault.beginRotation();
  while ((await vault.resealSecrets(1)) > 0);
  advance();
  expect(await vault.finishRotation()).toBe(true);
}

test("a process that is killed at any write of a rotation goes on where it was, and nothing is lost", async () => {
  proves("vault:rotation");
  const made = await filled();
  made.vault.lock();
  const before: Kept = made.kept();
  let at = 0;
  for (const when of ["before", "after"] as const) {
    for (at = 1; ; at += 1) {
      const from = await studio(before);
      const broken = failing(from, at, when);
      const { clock } = from;
      const first = await studio(undefined, { keyStore: broken.keyStore, secretStore: broken.secretStore, clock });
      await first.vault.unlock(ADA, made.proof);
      const ended = await rotate(first.vault, () => clock.advance(3000)).then(
        () => "done",
        (error: unknown) => String(error),
      );
      if (ended === "done") break;
      expect([when, at, ended]).toEqual([when, at, "Error: killed"]);
      // The same process may go on, and so may the next one: both find what was written, and only that.
      if (at % 2 === 0) await rotate(first.vault, () => clock.advance(3000));
      const next = await studio(from.kept(), { clock });
      await next.vault.unlock(ADA, made.proof);
      expect(await valuesOf(next.vault)).toEqual(VALUES);
      await rotate(next.vault, () => clock.advance(3000));
      expect(await valuesOf(next.vault)).toEqual(VALUES);
      expect(new Set([...next.secretStore.rows.values()].map(({ keyVersion }) => keyVersion)).size).toBe(1);
      expect(new Set(next.keyStore.rows?.dekWraps.map(({ version }) => version)).size).toBe(1);
    }
    expect(at).toBe(7); // begin, four secrets one by one, finish: six writes to be killed at
  }
});

test("a secret that no longer opens hides no other, and the key that it is under stays", async () => {
  const { vault, clock, secretStore, keyStore } = await filled();
  const [[key, row] = []] = [...secretStore.rows];
  if (key === undefined || row === undefined) throw new Error("no rows");
  await vault.beginRotation();
  secretStore.rows.set(key, { ...row, envelope: row.envelope.map((byte, at) => (at === 99 ? byte ^ 1 : byte)) });
  expect(await vault.resealSecrets(50)).toBe(3);
  clock.advance(3000);
  expect(await refusal(() => vault.finishRotation())).toBe("manifest_mismatch");
  expect(keyStore.rows?.dekWraps.map(({ version }) => version)).toEqual([1, 2]);
  secretStore.rows.set(key, row);
  expect(await vault.resealSecrets(50)).toBe(1);
  expect(await vault.finishRotation()).toBe(true);
});

test("what belongs to another member stays under the older key, which is kept for them alone, until they come", async () => {
  proves("vault:scopes");
  const made = await filled();
  const { vault, clock, keyStore, proof } = made;
  const bosProof = await withBo(made);
  await vault.unlock(BO, bosProof);
  await vault.putSecret(mine(BO), Secret.fromText("bo's own"));
  await vault.unlock(ADA, proof);
  await vault.beginRotation();
  expect(await vault.resealSecrets(50)).toBe(4);
  clock.advance(3000);
  expect(await vault.finishRotation()).toBe(false);
  const wraps = () => keyStore.rows?.dekWraps.map(({ version, memberId }) => [version, memberId === BO]);
  expect(wraps()).toEqual([
    [1, true],
    [2, false],
    [2, true],
  ]);
  expect(await vault.rotation()).toMatchObject({
    versions: [
      { state: "retiring", secrets: 1 },
      { state: "active", secrets: 4 },
    ],
    waitingFor: [{ scope: "user", scopeId: BO, records: 1 }],
  });
  // A key that waits for somebody else does not stop the next rotation.
  await vault.beginRotation();
  await vault.resealSecrets(50);
  clock.advance(3000);
  expect(await vault.finishRotation()).toBe(false);
  vault.lock();
  await vault.unlock(ADA, proof);
  expect(await valuesOf(vault)).toEqual(VALUES);
  await vault.unlock(BO, bosProof);
  expect(await refusal(() => vault.beginRotation())).toBe("rotation_running");
  expect(await vault.resealSecrets(50)).toBe(1);
  expect(await refusal(() => vault.beginRotation())).toBe("not_admin");
  expect(await vault.finishRotation()).toBe(true);
  expect(wraps()).toEqual([
    [3, false],
    [3, true],
  ]);
  expect(textOf(await vault.useSecret(mine(BO)))).toBe("bo's own");
});

test("a member who left a team takes its older key along, and nothing stays under that one", async () => {
  const made = await filled();
  const { vault, clock, keyStore, secretStore } = made;
  await withBo(made);
  await vault.setTeam("team-1", [BO]);
  const shared: SecretRef = { ...token(), scope: "team", scopeId: "team-1" };
  await vault.putSecret(shared, Secret.fromText("the team's"));
  await vault.setTeam("team-1", []);
  while ((await vault.resealSecrets(50)) > 0);
  clock.advance(3000);
  await vault.finishRotation();
  const row = [...secretStore.rows.values()].find(({ scope }) => scope === "team");
  expect(row && parseHeader(row.envelope).scopeKeyVersion).toBe(2);
  const versions = keyStore.rows?.scopeWraps.filter(({ scope }) => scope === "team").map(({ version }) => version);
  expect(versions).toEqual([2]);
  expect(textOf(await vault.useSecret(shared))).toBe("the team's");
});
