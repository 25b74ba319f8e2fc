import { expect, test } from "vitest";
import { Secret } from "./base/secret.ts";
import { KeychainError, type Keychain } from "./handlers/index.ts";
import { codeOf, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { openCredentialRig } from "./testdata/credential-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.

/** A keychain in memory; `isFull` refuses what is to be kept. */
function memoryKeychain(entries: Map<string, Uint8Array>, isFull: () => boolean): Keychain {
  const missing = new KeychainError("There is no such entry.");
  return {
    state: async () => ({ kind: "available", backend: "memory" }),
    save: async (name, secret) => {
      if (isFull()) throw new KeychainError("It is full.");
      entries.set(name, Uint8Array.from(secret.reveal()));
    },
    load: async (name) => {
      const kept = entries.get(name);
      if (!kept) throw missing;
      return Secret.take(Uint8Array.from(kept));
    },
    remove: async (name) => void entries.delete(name),
  };
}

test("what the keychain keeps opens the vault until it is removed", { timeout: SLOW }, async () => {
  await using rig = await openCredentialRig();
  const { door, dana, people } = rig;
  const entries = new Map<string, Uint8Array>();
  let isFull = true;
  Object.assign(people.running.studio, { keychain: memoryKeychain(entries, () => isFull) });
  expect(await codeOf(door.vault.addKeychain({ passphrase: PASSPHRASE }))).toBe("keychain_unavailable");
  expect((await door.vault.status()).unlockers.map(({ kind }) => kind)).toEqual(["passphrase", "recovery-key"]);
  isFull = false;
  const { unlockers, keychain } = await door.vault.addKeychain({ passphrase: PASSPHRASE });
  expect(keychain).toEqual({ kind: "available", backend: "memory" });
  expect(unlockers).toContainEqual({ kind: "os-keychain", createdAt: expect.any(Number), backend: "memory" });
  expect([...entries.values()].map(({ byteLength }) => byteLength)).toEqual([32]);

  await door.session.lock();
  const { orgId, memberId } = dana;
  await door.session.signInWithKeychain({ orgId, memberId });
  expect(await door.credentials.list()).toEqual([]);
  await door.vault.removeUnlocker({ kind: "os-keychain", passphrase: PASSPHRASE });
  expect(entries.size).toBe(0);
  await door.session.lock();
  expect(await codeOf(door.session.signInWithKeychain({ orgId, memberId }))).toBe("keychain_unavailable");
});

test("keys that a machine keeps are added and removed with the passphrase", { timeout: SLOW }, async () => {
  await using rig = await openCredentialRig();
  const { door, dana, people } = rig;
  expect(await door.vault.status()).toMatchObject({
    suite: "XChaCha20-Poly1305",
    keychain: { kind: "unavailable" },
    unlockers: [{ kind: "passphrase" }, { kind: "recovery-key" }],
    lastBackup: null,
  });
  expect(await codeOf(door.vault.addKeychain({ passphrase: PASSPHRASE }))).toBe("keychain_unavailable");
  expect(await codeOf(door.vault.addHeadlessKey({ passphrase: "wrong passphrase" }))).toBe("wrong_passphrase");
  const { key } = await door.vault.addHeadlessKey({ passphrase: PASSPHRASE });
  expect(Buffer.from(key, "base64url")).toHaveLength(32);
  expect((await door.vault.status()).unlockers.map(({ kind }) => kind)).toContain("headless-key");
  const status = await door.vault.removeUnlocker({ kind: "headless-key", passphrase: PASSPHRASE });
  expect(status.unlockers.map(({ kind }) => kind)).not.toContain("headless-key");
  const { recoveryKey } = await door.vault.renewRecoveryKey({ passphrase: PASSPHRASE });
  await door.session.lock();
  const recovered = { orgId: dana.orgId, memberId: dana.memberId, recoveryKey, newPassphrase: "a new passphrase" };
  expect(await people.visit().door.session.recover(recovered)).toMatchObject({ member: { name: "Dana" } });
});
