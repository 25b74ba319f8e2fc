import { expect, test } from "vitest";
import { Secret } from "../base/secret.ts";
import type { KeyStore, ManifestWrite, SecretStore } from "./stores.ts";
import { created, mine, refusal, studio, textOf, token } from "./testdata/studio.ts";
import { ADA } from "./vectors/fixed-org.ts";

/** A vault over stores of which the n-th write fails after all of it was written, or before anything was. */
async function shaky(when: "before" | "after", failing: (write: number) => boolean) {
  const made = await created();
  made.vault.lock();
  let writes = 0;
  const written = async (write: () => Promise<boolean>): Promise<boolean> => {
    writes += 1;
    const fails = failing(writes);
    if (fails && when === "before") throw new Error("disk full");
    const isWritten = await write();
    if (fails) throw new Error("disk full");
    return isWritten;
  };
  const { keyStore, secretStore } = made;
  const secrets: SecretStore = {
    get: (ref) => secretStore.get(ref),
    list: () => secretStore.list(),
    put: (row, rev, write) => written(() => secretStore.put(row, rev, write)),
    remove: (ref, write) => written(() => secretStore.remove(ref, write)),
    reseal: (rows, write) => written(() => secretStore.reseal(rows, write)),
  };
  const { vault } = await studio(made.kept(), { keyStore, secretStore: secrets, anchor: made.anchor });
  await vault.unlock(ADA, made.proof);
  return { ...made, vault };
}

test.each(["before", "after"] as const)(
  "a write that fails %s it was stored leaves a vault that goes on",
  async (when) => {
    const { vault, kept, proof, anchor } = await shaky(when, (write) => write === 2 || write === 3);
    await vault.putSecret(token("c1"), Secret.fromText("one"));
    await expect(vault.putSecret(token("c2"), Secret.fromText("two"))).rejects.toThrow("disk full");
    const isThere = when === "after";
    expect(await refusal(() => vault.useSecret(token("c2")))).toBe(isThere ? "nothing was refused" : "secret_missing");
    await expect(vault.removeSecret(token("c1"))).rejects.toThrow("disk full");
    expect(await refusal(() => vault.useSecret(token("c1")))).toBe(isThere ? "secret_missing" : "nothing was refused");
    await vault.putSecret(token("c3"), Secret.fromText("three"));
    expect(anchor.mark?.epoch).toBe(vault.epoch());
    const next = await studio(kept());
    await next.vault.unlock(ADA, proof);
    expect(textOf(await next.vault.useSecret(token("c3")))).toBe("three");
  },
);

test("after a write that failed, a manifest that is neither the old nor the new one is a mismatch", async () => {
  const { vault, keyStore } = await shaky("before", (write) => write === 1);
  await expect(vault.putSecret(token("c1"), Secret.fromText("one"))).rejects.toThrow("disk full");
  const { rows } = keyStore;
  if (rows === undefined) throw new Error("no rows");
  keyStore.rows = { ...rows, manifest: { ...rows.manifest, epoch: rows.manifest.epoch + 1 } };
  expect(await refusal(() => vault.putSecret(token("c1"), Secret.fromText("one")))).toBe("manifest_mismatch");
});

test("reading while others write is no mismatch", async () => {
  const { vault } = await created();
  await vault.putSecret(token("c1"), Secret.fromText("value"));
  const works: Promise<unknown>[] = [];
  for (let round = 0; round < 30; round += 1) {
    works.push(vault.putSecret(token("c1"), Secret.fromText("value")).catch(() => undefined));
    works.push(vault.useSecret(token("c1")).then(textOf));
    works.push(vault.putSecret(mine(ADA, `c${round}`), Secret.fromText("value")));
    works.push(vault.forEachValue(() => undefined));
  }
  const values = await Promise.all(works);
  expect(values.filter((value) => typeof value === "string")).toEqual(Array(30).fill("value"));
  expect(values.filter((value) => JSON.stringify(value)?.includes("closed"))).toEqual(
    values.filter((value) => JSON.stringify(value)?.includes('"closed":[]')),
  );
});

test("key rows that something else changed meanwhile are a conflict, and no new key comes of it", async () => {
  const { vault, keyStore } = await created();
  const { rows } = keyStore;
  if (rows === undefined) throw new Error("no rows");
  keyStore.rows = { ...rows, manifest: { ...rows.manifest, epoch: rows.manifest.epoch + 1 } };
  const from = vault.epoch();
  expect(await refusal(() => vault.beginRotation())).toBe("revision_conflict");
  expect([vault.epoch(), (await vault.rotation()).active]).toEqual([from, 1]);
});

test("every change counts: the epoch grows by one with each and is remembered outside", async () => {
  const { vault, anchor, clock, keyStore } = await created();
  const from = vault.epoch();
  clock.advance(5);
  await vault.putSecret(token("c1"), Secret.fromText("one"));
  await vault.putSecret(token("c1"), Secret.fromText("two"));
  await vault.removeSecret(token("c1"));
  await vault.beginRotation();
  expect(vault.epoch()).toBe(from + 4);
  expect(keyStore.rows?.manifest).toMatchObject({ epoch: from + 4, keyVersion: 2 });
  expect(anchor.mark).toEqual({ epoch: from + 4, at: clock.now() });
});

/** What a handler does in its transaction: it stores the manifest row with the rows that give power. */
const storeIn = (keyStore: Pick<KeyStore, "change">, write: ManifestWrite): Promise<boolean> =>
  keyStore.change({ put: [], remove: [] }, write);

test("the digest of what gives power is in the manifest, changes with it in one step, and outlives the lock", async () => {
  const { vault, keyStore, proof } = await created();
  expect(vault.authority()).toBe("");
  const value = await vault.changeAuthority(async (seal) => {
    expect(await storeIn(keyStore, seal("digest 1"))).toBe(true);
    return "done";
  });
  expect([value, vault.authority()]).toEqual(["done", "digest 1"]);
  const from = vault.epoch();
  await vault.changeAuthority(async () => "nothing changed");
  await expect(
    vault.changeAuthority(async (seal) => {
      seal("digest 2");
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await vault.putSecret(token(), Secret.fromText("a change of something else"));
  expect([vault.authority(), vault.epoch()]).toEqual(["digest 1", from + 1]);
  await expect(
    vault.changeAuthority(async (seal) => {
      await storeIn(keyStore, seal("digest 3"));
      throw new Error("after the commit");
    }),
  ).rejects.toThrow("after the commit");
  await vault.putSecret(token("c2"), Secret.fromText("a change of something else"));
  expect(vault.authority()).toBe("digest 3");
  vault.lock();
  expect(await refusal(() => vault.authority())).toBe("vault_locked");
  expect(await refusal(() => vault.changeAuthority(async () => "x"))).toBe("vault_locked");
  await vault.unlock(ADA, proof);
  expect(vault.authority()).toBe("digest 3");
});
