/** A reader written from FORMAT.md alone: it shares no code with the vault, so that what the format says is what the vault does. */
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import type { Vectors } from "./vectors/vectors.ts";

type Item = string | number | Buffer;

// vectors.test.ts shows that the file has this shape.
const vectors = JSON.parse(readFileSync(new URL("testdata/vectors-1.json", import.meta.url), "utf8")) as Vectors;
const bytes = (digits: string): Buffer => Buffer.from(digits, "hex");
const rowsOf = (table: string): readonly Record<string, unknown>[] => {
  const list = vectors.org.rows[table];
  return Array.isArray(list) ? list : [];
};

beforeAll(() => sodium.ready);

/** §2 */
function context(label: string, items: readonly Item[]): Buffer {
  const parts = [label, ...items].map((item) => {
    const value = typeof item === "number" ? u64(item) : Buffer.from(item);
    const type = typeof item === "string" ? 1 : typeof item === "number" ? 2 : 3;
    return Buffer.concat([Buffer.from([type]), u32(value.length), value]);
  });
  return Buffer.concat([u32(parts.length), ...parts]);
}

const u32 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(8, "0"), "hex");
const u64 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(16, "0"), "hex");
const sha256 = (data: Buffer): Buffer => crypto.createHash("sha256").update(data).digest();

/** §3 */
function openBox(suite: number, inputKey: Buffer, contextHash: Buffer, box: Buffer): Buffer {
  const nonceEnd = suite === 1 ? 56 : 44;
  const okm = Buffer.from(crypto.hkdfSync("sha256", inputKey, box.subarray(0, 32), contextHash, nonceEnd + 32));
  if (!okm.subarray(nonceEnd).equals(box.subarray(32, 64))) throw new Error("commitment");
  const [key, nonce, sealed] = [okm.subarray(0, 32), okm.subarray(32, nonceEnd), box.subarray(64)];
  const padded = suite === 1 ? openXChaCha(sealed, contextHash, nonce, key) : openGcm(sealed, contextHash, nonce, key);
  return padded.subarray(0, padded.lastIndexOf(0x80));
}

function openXChaCha(sealed: Buffer, ad: Buffer, nonce: Buffer, key: Buffer): Buffer {
  return Buffer.from(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, ad, nonce, key));
}

function openGcm(sealed: Buffer, ad: Buffer, nonce: Buffer, key: Buffer): Buffer {
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 });
  decipher.setAAD(ad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** §4 */
function openEnvelope({ kind, context: at, envelope }: Vectors["envelopes"]["opens"][number]): Buffer {
  const sealed = bytes(envelope);
  const header = sealed.subarray(0, 24);
  const dek = vectors.envelopes.deks.find(({ version }) => version === header.readUInt32BE(8));
  const scopeVersion = header.readUInt32BE(12);
  const scopeKey = vectors.envelopes.scopeKeys.find(({ version }) => version === scopeVersion);
  const items = [at.orgId, at.scope, at.scopeId, at.ownerKind, at.ownerId, at.recordId, at.field];
  const hash = sha256(context(`gatehouse/${kind}/1`, [header, ...items]));
  const inputKey = bytes((dek?.key ?? "") + (scopeVersion === 0 ? "" : (scopeKey?.key ?? "")));
  return openBox(header[4] ?? 0, inputKey, hash, sealed.subarray(24));
}

const textIn = (row: Record<string, unknown>, column: string): string => String(row[column]);
const bytesIn = (row: Record<string, unknown>, column: string): Buffer => {
  const value = row[column];
  return typeof value === "object" && value !== null && "hex" in value ? bytes(String(value.hex)) : Buffer.alloc(0);
};

function isSigned(publicKey: Buffer, statement: Buffer, signature: Buffer): boolean {
  const spki = Buffer.concat([bytes("302a300506032b6570032100"), publicKey]);
  return crypto.verify(null, statement, crypto.createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
}

interface Opened {
  readonly dek: string;
  readonly adminSeed: string;
  readonly teamKeys: readonly string[];
}

/** §6 for a passphrase, §7 and §8: what the first member holds. */
function unlock(passphrase: string): Opened {
  const root = Object(vectors.org.rows["root"]) as Record<string, unknown>; // an object in every vectors file
  const [member = {}] = rowsOf("members");
  const [unlocker = {}] = rowsOf("unlockers");
  const admin = bytesIn(root, "adminPublicKey");
  const [orgId, memberId] = [textIn(member, "orgId"), textIn(member, "memberId")];
  const [boxKey, signKey] = [bytesIn(member, "boxPublicKey"), bytesIn(member, "signPublicKey")];
  const memberItems = [orgId, memberId, boxKey, signKey, Number(member["createdAt"])];
  if (!isSigned(admin, context("gatehouse/member-key/1", memberItems), bytesIn(member, "signature")))
    throw new Error("member");

  const facts = [
    textIn(unlocker, "id"),
    textIn(unlocker, "kind"),
    textIn(unlocker, "params"),
    Number(unlocker["createdAt"]),
  ];
  const pinned = bytesIn(unlocker, "adminPublicKey");
  if (!adminKeys(orgId, admin).some((key) => key.equals(pinned))) throw new Error("pinned");
  const items = [orgId, memberId, ...facts, pinned, boxKey, signKey];
  const keys = bytesIn(unlocker, "protectedKeys");
  if (!isSigned(signKey, context("gatehouse/unlocker/1", [...items, keys]), bytesIn(unlocker, "signature")))
    throw new Error("unlocker");

  const head = keys.subarray(0, 8);
  const hash = sha256(context("gatehouse/member-private-keys/1", [head, ...items]));
  const privateKeys = openBox(head[4] ?? 0, stretched(passphrase, textIn(unlocker, "params")), hash, keys.subarray(8));

  const openWrap = (wrap: Record<string, unknown>, ...wrapped: readonly Item[]): Buffer => {
    const wrapItems = [orgId, memberId, boxKey, ...wrapped];
    const sealed = bytesIn(wrap, "sealed");
    if (!isSigned(admin, context("gatehouse/key-wrap/1", [...wrapItems, sealed]), bytesIn(wrap, "signature")))
      throw new Error("wrap");
    const opened = Buffer.from(sodium.crypto_box_seal_open(sealed, boxKey, privateKeys.subarray(0, 32)));
    expect(opened.subarray(32)).toEqual(sha256(context("gatehouse/wrapped-key/1", wrapItems)));
    return opened.subarray(0, 32);
  };
  const mine = (table: string) => rowsOf(table).filter((row) => row["memberId"] === memberId);
  const [dekWrap = {}] = mine("dekWraps");
  const [adminWrap = {}] = mine("adminWraps");
  const teamWraps = mine("scopeWraps").filter((row) => row["scope"] === "team");
  return {
    dek: openWrap(dekWrap, "dek", Number(dekWrap["version"])).toString("hex"),
    adminSeed: openWrap(adminWrap, "admin", admin).toString("hex"),
    teamKeys: teamWraps.map((wrap) =>
      openWrap(wrap, "scope", Number(wrap["version"]), "team", textIn(wrap, "scopeId")).toString("hex"),
    ),
  };
}

/** §5: every admin key, each handed over to the next, up to the root's. */
function adminKeys(orgId: string, last: Buffer): readonly Buffer[] {
  const keys = [last];
  for (const row of rowsOf("successions").toReversed()) {
    const [before, next] = [bytesIn(row, "oldPublicKey"), bytesIn(row, "newPublicKey")];
    const items = [orgId, Number(row["number"]), before, next, Number(row["createdAt"])];
    const statement = context("gatehouse/admin-succession/1", items);
    const isSignedByBoth =
      isSigned(before, statement, bytesIn(row, "oldSignature")) &&
      isSigned(next, statement, bytesIn(row, "newSignature"));
    if (!isSignedByBoth || keys[0]?.equals(next) !== true) throw new Error("succession");
    keys.unshift(before);
  }
  return keys;
}

/** §9: the two keys of an invitation's code. */
function codeKeys(code: string, orgId: string, id: string): readonly [Buffer, Buffer] {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bits = [...code.replaceAll("-", "")]
    .map((digit) => alphabet.indexOf(digit).toString(2).padStart(5, "0"))
    .join("");
  const all = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const [key, check] = [all.subarray(0, 16), all.subarray(16)];
  expect(sha256(Buffer.concat([Buffer.from("gatehouse/invitation-code/1"), key])).subarray(0, 4)).toEqual(check);
  const info = sha256(context("gatehouse/invitation-key/1", [orgId, id]));
  const both = Buffer.from(crypto.hkdfSync("sha256", key, Buffer.alloc(0), info, 64));
  return [both.subarray(0, 32), both.subarray(32)];
}

const hmac = (key: Buffer, data: Buffer): Buffer => crypto.createHmac("sha256", key).update(data).digest();

function stretched(passphrase: string, params: string): Buffer {
  const { passes, memoryKiB, salt }: Record<string, unknown> = JSON.parse(params);
  return Buffer.from(
    sodium.crypto_pwhash(
      32,
      passphrase.normalize("NFKC"),
      Buffer.from(String(salt), "base64url"),
      Number(passes),
      Number(memoryKiB) * 1024,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    ),
  );
}

test.each(vectors.envelopes.opens)("reads from the specification alone: $name", (vector) => {
  expect(openEnvelope(vector).toString("hex")).toBe(vector.plaintext);
});

test("unlocks from the specification alone", () => {
  const [{ proof } = { proof: { text: "" } }] = vectors.org.opens;
  const { dek, adminSeed, teamKeys } = vectors.org.expected;
  expect(unlock(proof.text)).toEqual({ dek, adminSeed, teamKeys: teamKeys.map(({ key }) => key) });
});

test("an invitation and its answer are what the specification alone says", () => {
  const { id, code, fingerprint } = vectors.org.invitation;
  const [invitation = {}] = rowsOf("invitations");
  const [answer = {}] = rowsOf("answers");
  const orgId = textIn(invitation, "orgId");
  const [proves, answers] = codeKeys(code, orgId, id);
  const times = [Number(invitation["createdAt"]), Number(invitation["expiresAt"])];
  const facts = [orgId, id, ...times, bytesIn(invitation, "adminPublicKey")];
  expect(hmac(proves, context("gatehouse/invitation/1", facts))).toEqual(bytesIn(invitation, "mac"));

  const signaturesOf = (column: string): readonly Item[] => {
    const list: unknown = answer[column];
    const rows: readonly Record<string, unknown>[] = Array.isArray(list) ? list : [];
    return [rows.length, ...rows.map((row) => bytesIn(row, "signature"))];
  };
  const person = [textIn(answer, "memberId"), bytesIn(answer, "boxPublicKey"), bytesIn(answer, "signPublicKey")];
  const items = [orgId, id, ...person, Number(answer["createdAt"])];
  const statement = [...items, ...signaturesOf("unlockers"), ...signaturesOf("scopeWraps")];
  expect(hmac(answers, context("gatehouse/invitation-answer/1", statement))).toEqual(bytesIn(answer, "mac"));
  const digest = sha256(context("gatehouse/member-fingerprint/1", [orgId, ...person]));
  const digits = (BigInt(`0x${digest.toString("hex", 0, 16)}`) % 10n ** 20n).toString().padStart(20, "0");
  expect(digits.replace(/(.{5})(?=.)/g, "$1 ")).toBe(fingerprint);
});
