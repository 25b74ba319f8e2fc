import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { OrgId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { MemoryEpochAnchor } from "../../testkit/secret-store.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { openAuditLog } from "../audit/index.ts";
import { newId } from "../base/new-id.ts";
import { Secret } from "../base/secret.ts";
import { openHome } from "../store/index.ts";
import { openPrimitives, openVault, VaultError, type SecretRef } from "../vault/index.ts";
import { createKeyStore, createSecretStore } from "./vault-stores.ts";

const ORG = newId<OrgId>();
const ADA = "ada/with a slash";
const BO = "bo";
const TEAM = "team/1";
const primitives = await openPrimitives();
const passphrase = (): Secret => Secret.fromText("a passphrase");
const teams: SecretRef = { scope: "team", scopeId: TEAM, ownerKind: "connector", ownerId: "c1", field: "token" };

/** A vault over a real database; `open` opens another one over the same. */
async function onDisk() {
  const home = createTempHome();
  const studio = openHome(home.path);
  const database = studio.openOrg(ORG);
  const clock = createManualClock();
  const audit = await openAuditLog({ database, clock, randomBytes: (length) => new Uint8Array(randomBytes(length)) });
  const { db } = database;
  const keyStore = createKeyStore(db, audit.record, ORG);
  const secretStore = createSecretStore(db, audit.record, ORG);
  const anchor = new MemoryEpochAnchor();
  const cost = { passes: 2, memoryKiB: 64 * 1024 };
  const open = () =>
    openVault({ orgId: ORG, primitives, keyStore, secretStore, anchor, clock, newId: () => newId<string>(), cost });
  const vault = await open();
  const recoveryKey = await vault.create(ADA, passphrase());
  return {
    ...{ vault, open, db, clock, home, keyStore, secretStore, proof: { kind: "recovery-key", recoveryKey } as const },
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await studio.close();
      home[Symbol.dispose]();
    },
  };
}

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing was refused",
    (error: unknown) => (error instanceof VaultError ? error.code : String(error)),
  );

test("a vault with people, teams and secrets is what it was when it is read from the database again", async () => {
  await using made = await onDisk();
  const { vault, open, clock, proof, keyStore } = made;
  const code = await vault.createInvitation("invitation", clock.now() + 1000);
  const answer = await vault.answerInvitation({ code, memberId: BO, passphrase: passphrase() });
  await vault.confirmInvitation("invitation", answer.fingerprint);
  await vault.setTeam(TEAM, [BO]);
  await vault.putSecret(teams, Secret.fromText("the team's"));
  await vault.setAdmin(BO, true);
  await vault.setAdmin(BO, false);
  await vault.beginRotation();
  expect(await vault.resealSecrets(50)).toBe(1);
  const [again, before] = [await open(), await vault.memberFacts()];
  await again.unlock(ADA, proof);
  // One more: the way in that she used was made under the admin key before Bo's time, and is now under the present one.
  expect([await again.memberFacts(), again.epoch()]).toEqual([before, vault.epoch() + 1]);
  const bo = await open();
  await bo.unlock(BO, { kind: "recovery-key", recoveryKey: answer.recoveryKey });
  expect((await bo.useSecret(teams)).byteLength).toBe("the team's".length);
  const rows = await keyStore.load();
  expect([rows?.successions.length, rows?.teams.length, rows?.orgKeys.length]).toEqual([1, 1, 2]);
});

test("of two processes that change the same vault, one is told so and nothing is lost", async () => {
  await using made = await onDisk();
  const { vault, open, proof } = made;
  const other = await open();
  await other.unlock(ADA, proof);
  const mine = { ...teams, scope: "user", scopeId: ADA } as const;
  await vault.putSecret(mine, Secret.fromText("first"));
  expect(await refusal(other.putSecret({ ...mine, field: "two" }, Secret.fromText("second")))).toBe(
    "revision_conflict",
  );
  expect(await refusal(other.removeSecret(mine))).toBe("manifest_mismatch");
  expect(await refusal(other.setTeam(TEAM, [ADA]))).toBe("manifest_mismatch");
  expect((await vault.listSecrets()).length).toBe(1);
});

test("an invitation is answered once, and one that is not there never", async () => {
  await using made = await onDisk();
  const { vault, clock, keyStore } = made;
  const code = await vault.createInvitation("invitation", clock.now() + 1000);
  await vault.answerInvitation({ code, memberId: BO, passphrase: passphrase() });
  const [answer] = (await keyStore.load())?.answers ?? [];
  if (answer === undefined) throw new Error("no answer");
  expect(await keyStore.answer({ ...answer, memberId: "another" })).toBe(false);
  expect(await keyStore.answer({ ...answer, invitationId: "another" })).toBe(false);
  await keyStore.dropAnswer("invitation");
  await keyStore.dropAnswer("invitation");
  expect((await keyStore.load())?.answers).toEqual([]);
  expect(await keyStore.answer(answer)).toBe(true);
});

test("a batch of secrets is sealed anew as a whole or not at all", async () => {
  await using made = await onDisk();
  const { vault, secretStore, keyStore } = made;
  const mine = { ...teams, scope: "user", scopeId: ADA } as const;
  for (const field of ["one", "two"]) await vault.putSecret({ ...mine, field }, Secret.fromText(field));
  const rows = await secretStore.list();
  const manifest = (await keyStore.load())?.manifest;
  const [one, two] = rows;
  if (one === undefined || two === undefined || manifest === undefined) throw new Error("no rows");
  const changed = [
    { ...one, envelope: new Uint8Array(1) },
    { ...two, envelope: new Uint8Array(2) },
  ] as const;
  const write = { expectedEpoch: manifest.epoch, row: { ...manifest, epoch: manifest.epoch + 1 } };
  expect(await secretStore.reseal([changed[0], { ...changed[1], rev: 9 }], write)).toBe(false);
  expect(await secretStore.reseal([changed[0], { ...changed[1], id: "x" }], write)).toBe(false);
  expect(await secretStore.reseal(changed, { ...write, expectedEpoch: 1 })).toBe(false);
  expect(await secretStore.list()).toEqual(rows);
  expect(await secretStore.reseal(changed, write)).toBe(true);
  expect((await keyStore.load())?.manifest.epoch).toBe(manifest.epoch + 1);
});

test("shredded, no key row is left in the database or in its files", async () => {
  await using made = await onDisk();
  const { vault, db, home, keyStore } = made;
  const rows = await keyStore.load();
  const [unlocker] = rows?.unlockers ?? [];
  const needle = Buffer.from(unlocker?.protectedKeys ?? []).toString("base64");
  expect(needle.length).toBeGreaterThan(100);
  await vault.shred();
  expect(await db.selectFrom("vault_record").selectAll().execute()).toEqual([]);
  expect(await keyStore.load()).toBeUndefined();
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  const files = readdirSync(home.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  const withIt = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(needle));
  expect(withIt.map(({ name }) => name)).toEqual([]);
});
