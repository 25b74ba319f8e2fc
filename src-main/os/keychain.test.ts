import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeychainReply } from "../../src-contract/host.ts";
import { proves } from "../../testkit/promises.ts";
import { createKeychain, type SafeStorage } from "./keychain.ts";

const SECRET = Uint8Array.from({ length: 32 }, (_, index) => (index * 73 + 5) % 256);
const NAME = "vault/0199aa/0199bb";
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "gatehouse-keychain-")), "keychain");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

/** Stands in for Electron at its boundary: Chromium's shape of a blob (a tag of three letters before the ciphertext), a key that can change. */
class Store implements SafeStorage {
  backend = "gnome_libsecret";
  tag = "v11";
  isAvailable = true;
  isReachable = true;
  shouldReEncrypt = false;
  encrypted = 0;
  key = randomBytes(32);

  getSelectedStorageBackend(): string {
    return this.backend;
  }
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    if (!this.isReachable) throw new Error("no bus");
    return this.isAvailable;
  }
  async encryptStringAsync(text: string): Promise<Buffer> {
    this.encrypted += 1;
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const body = Buffer.concat([cipher.update(text), cipher.final()]);
    return Buffer.concat([Buffer.from(this.tag), nonce, body, cipher.getAuthTag()]);
  }
  async decryptStringAsync(blob: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const decipher = createDecipheriv("aes-256-gcm", this.key, blob.subarray(3, 15));
    decipher.setAuthTag(blob.subarray(-16));
    const result = Buffer.concat([decipher.update(blob.subarray(15, -16)), decipher.final()]).toString();
    return { result, shouldReEncrypt: this.shouldReEncrypt };
  }
}

function open(storage: SafeStorage, platform: NodeJS.Platform = "linux") {
  const answer = createKeychain({ storage, folder, platform });
  return {
    state: () => answer({ op: "state" }),
    save: (secret = SECRET, name = NAME) => answer({ op: "save", name, secret: Uint8Array.from(secret) }),
    load: (name = NAME) => answer({ op: "load", name }),
    remove: (name = NAME) => answer({ op: "remove", name }),
  };
}

const files = (): string[] => globSync("**/*", { cwd: folder }).toSorted();
const failed = (words: RegExp) => ({ kind: "failed", reason: expect.stringMatching(words) as unknown as string });
const kept: KeychainReply = { kind: "secret", secret: SECRET };

test("keeps 32 bytes for its owner's eyes, gives them back to a later process, and forgets them", async () => {
  const storage = new Store();
  expect(await open(storage).state()).toEqual({ kind: "state", backend: "gnome_libsecret" });
  expect(await open(storage).save()).toEqual({ kind: "done" });
  expect(await open(storage).load()).toEqual(kept);
  expect(files()).toEqual(["vault.0199aa.0199bb.json"]);
  if (process.platform !== "win32") {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "vault.0199aa.0199bb.json")).mode & 0o777).toBe(0o600);
  }
  const onDisk = readFileSync(join(folder, "vault.0199aa.0199bb.json"));
  for (const encoding of ["base64", "base64url", "hex", "latin1"] as const) {
    expect(onDisk.includes(Buffer.from(SECRET).toString(encoding))).toBe(false);
  }
  expect(await open(storage).remove()).toEqual({ kind: "done" });
  expect(await open(storage).load()).toEqual(failed(/holds nothing/));
  expect(await open(storage).remove()).toEqual({ kind: "done" });
  expect(files()).toEqual([]);
});

test("replaces an entry, and keeps others apart", async () => {
  const keychain = open(new Store());
  const other = Uint8Array.from({ length: 32 }, () => 9);
  await keychain.save();
  await keychain.save(other, "vault/0199aa/0199cc");
  await keychain.save(other);
  expect(await keychain.load()).toEqual({ kind: "secret", secret: other });
  await keychain.remove();
  expect(await keychain.load("vault/0199aa/0199cc")).toEqual({ kind: "secret", secret: other });
});

describe("on Linux", () => {
  test.each(["basic_text", "unknown"])("refuses the back end %s for everything", async (backend) => {
    proves("keychain:no-fallback");
    const storage = new Store();
    await open(storage).save();
    storage.backend = backend;
    const [blob] = files();
    const before = readFileSync(join(folder, blob ?? ""));
    for (const reply of [await open(storage).state(), await open(storage).save(), await open(storage).load()]) {
      expect(reply).toEqual(failed(/no keychain/));
    }
    expect(readFileSync(join(folder, blob ?? ""))).toEqual(before);
  });

  test("refuses what was encrypted with Chromium's fixed key, whatever the back end calls itself", async () => {
    const storage = new Store();
    storage.tag = "v10";
    expect(await open(storage).save()).toEqual(failed(/no keychain/));
    expect(files()).toEqual([]);
    storage.tag = "v11";
    await open(storage).save();
    const [name = ""] = files();
    const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as { blob: string };
    const blob = Buffer.from(file.blob, "base64");
    blob.write("v10");
    writeFileSync(join(folder, name), JSON.stringify({ ...file, blob: blob.toString("base64") }));
    expect(await open(storage).load()).toEqual(failed(/no keychain/));
  });

  test("stops when the back end is another one than it was, and takes up when it is back", async () => {
    const storage = new Store();
    await open(storage).save();
    storage.backend = "kwallet6";
    expect(await open(storage).load()).toEqual(failed(/another keychain/));
    storage.isAvailable = false;
    expect(await open(storage).load()).toEqual(failed(/another keychain/));
    Object.assign(storage, { backend: "gnome_libsecret", isAvailable: true });
    expect(await open(storage).load()).toEqual(kept);
  });
});

test.each([
  ["darwin", "Keychain"],
  ["win32", "DPAPI"],
] as const)("on %s there is one back end, and v10 is its own tag", async (platform, backend) => {
  const storage = new Store();
  storage.tag = "v10";
  storage.backend = "basic_text"; // must not be asked there
  expect(await open(storage, platform).state()).toEqual({ kind: "state", backend });
  expect(await open(storage, platform).save()).toEqual({ kind: "done" });
  expect(await open(storage, platform).load()).toEqual(kept);
});

test("refuses a system that it does not know", async () => {
  expect(await open(new Store(), "freebsd").save()).toEqual(failed(/no keychain/));
});

test.each([
  ["says that it is not available", { isAvailable: false }],
  ["does not answer", { isReachable: false }],
])("keeps what it has while the store %s, and opens it afterwards", async (_what, trouble) => {
  const storage = new Store();
  await open(storage).save();
  Object.assign(storage, trouble);
  for (const reply of [await open(storage).state(), await open(storage).save(), await open(storage).load()]) {
    expect(reply).toEqual(failed(/does not answer at the moment/));
  }
  Object.assign(storage, { isAvailable: true, isReachable: true });
  expect(await open(storage).load()).toEqual(kept);
});

test("never writes what a store hands back in the clear", async () => {
  proves("keychain:no-fallback");
  const storage = new Store();
  storage.encryptStringAsync = async (text) => Buffer.from(`v11${text}`);
  expect(await open(storage).save()).toEqual(failed(/no keychain/));
  expect(files()).toEqual([]);
});

test("says so when the store has another key, and deletes nothing", async () => {
  const storage = new Store();
  await open(storage).save();
  const { key } = storage;
  storage.key = randomBytes(32);
  expect(await open(storage).load()).toEqual(failed(/did not open/));
  storage.key = key;
  expect(await open(storage).load()).toEqual(kept);
});

test("encrypts anew when the store asks for it, and gives the secret although that failed", async () => {
  const storage = new Store();
  await open(storage).save();
  storage.shouldReEncrypt = true;
  expect(await open(storage).load()).toEqual(kept);
  expect(storage.encrypted).toBe(2);
  const { encryptStringAsync } = storage;
  storage.encryptStringAsync = () => Promise.reject(new Error("not now"));
  expect(await open(storage).load()).toEqual(kept);
  storage.encryptStringAsync = encryptStringAsync;
  expect(await open(storage).load()).toEqual(kept);
});

test.each([
  ["no JSON", "garbage"],
  ["another format", '{"gatehouse":"keychain/2","backend":"gnome_libsecret","blob":""}'],
  ["no base64", '{"gatehouse":"keychain/1","backend":"gnome_libsecret","blob":"@"}'],
  ["null", "null"],
])("refuses a file with %s", async (_what, text) => {
  const storage = new Store();
  await open(storage).save();
  writeFileSync(join(folder, files()[0] ?? ""), text);
  expect(await open(storage).load()).toEqual(failed(/cannot be read any more/));
});

test("refuses a secret that is not 32 bytes", async () => {
  const storage = new Store();
  await open(storage).save(SECRET.subarray(0, 31));
  expect(await open(storage).load()).toEqual(failed(/cannot be read any more/));
});

test("answers one request after the other, in order", async () => {
  const keychain = open(new Store());
  const replies = await Promise.all([keychain.save(), keychain.load(), keychain.remove(), keychain.load()]);
  expect(replies).toEqual([{ kind: "done" }, kept, { kind: "done" }, failed(/holds nothing/)]);
});

test("says when the home cannot be written", async () => {
  writeFileSync(folder, "a file where the folder should be");
  expect(await open(new Store()).save()).toEqual(failed(/cannot be written/));
});
