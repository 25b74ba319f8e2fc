import { createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, verify } from "node:crypto";

/*
 * A reader of FORMAT.md that shares no code with the log: what both say of the same bytes is what the page says.
 */

export interface VectorEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly salt: string | null;
  readonly body: string | null;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
}

export interface Vectors {
  readonly orgId: string;
  readonly adminKey: string;
  readonly bodySeeds: readonly string[];
  readonly entries: readonly VectorEntry[];
  readonly details: readonly unknown[];
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  readonly root: string;
  readonly proof: unknown;
}

const b64 = (text: string): Buffer => Buffer.from(text, "base64");
const sha = (...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const hmac = (key: Buffer, ...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key)).digest();
const edKey = (raw: Buffer) =>
  createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
const xPublic = (raw: Buffer) =>
  createPublicKey({ key: { kty: "OKP", crv: "X25519", x: raw.toString("base64url") }, format: "jwk" });

/** The root of a tree, by the definition of RFC 6962 §2.1. */
export function treeRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha("");
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split)));
}

/** Whether a log holds: its entries, keys and checkpoints. */
export function holds({ orgId, adminKey, entries, checkpoints }: Vectors): boolean {
  let prev = Buffer.alloc(32).toString("hex");
  let key: Buffer | null = null;
  const leaves: Buffer[] = [];
  const keyAt = new Map<number, Buffer | null>();
  for (const [index, { seq, at, actor, action, subject, salt, body, bodyHash, hash, ...entry }] of entries.entries()) {
    if (seq !== index + 1 || entry.prev !== prev) return false;
    if (salt !== null && body !== null && sha(b64(salt), b64(body)).toString("hex") !== bodyHash) return false;
    const head = JSON.stringify([seq, at, actor, action, subject, bodyHash]);
    const leaf = sha(Buffer.of(0), head, Buffer.from(prev, "hex"));
    if (leaf.toString("hex") !== hash) return false;
    if (subject === "audit-key") key = introduced(orgId, body ?? "", { key, adminKey: b64(adminKey), leaves });
    if (subject === "audit-key" && key === null) return false;
    leaves.push(leaf);
    keyAt.set(seq, key);
    prev = hash;
  }
  return checkpoints.every(({ size, note }) => {
    const [text, signature = ""] = note.split("\n\n");
    const signed = b64(signature.trim().split(" ").at(-1) ?? "");
    const root = treeRoot(leaves.slice(0, size)).toString("base64");
    const by = keyAt.get(size) ?? null;
    return (
      text === `gatehouse/${orgId}\n${size}\n${root}` &&
      by !== null &&
      verify(null, Buffer.from(`${text}\n`), edKey(by), signed.subarray(4))
    );
  });
}

interface Said {
  readonly number: number;
  readonly key: string;
  readonly bodyKey: { readonly number: number; readonly publicKey: string };
  readonly size: number;
  readonly root: string;
  readonly signature: string | null;
  readonly admin: { readonly signature: string } | null;
}

interface Before {
  readonly key: Buffer | null;
  readonly adminKey: Buffer;
  readonly leaves: readonly Buffer[];
}

function introduced(orgId: string, body: string, { key, adminKey, leaves }: Before): Buffer | null {
  // A clear body: one byte, then JSON.
  const said = JSON.parse(b64(body).subarray(1).toString()) as Said; // The vectors' own.
  const { number, key: verifier, bodyKey, size, root, signature, admin } = said;
  const lines = [number, verifier, bodyKey.number, bodyKey.publicKey, size, root].join("\n");
  const statement = `gatehouse/audit-key/1\n${orgId}\n${lines}\n`;
  if (size !== leaves.length || root !== treeRoot(leaves).toString("base64")) return null;
  const byKey = signature !== null && key !== null && verify(null, Buffer.from(statement), edKey(key), b64(signature));
  const item = (text: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([Buffer.of(1), length, Buffer.from(text)]);
  };
  const list = Buffer.concat([Buffer.of(0, 0, 0, 2), item("gatehouse/audit-key/1"), item(statement)]);
  const byAdmin = admin !== null && verify(null, list, edKey(adminKey), b64(admin.signature));
  if (!byKey && !byAdmin) return null;
  return b64(verifier.split("+").slice(2).join("+")).subarray(1);
}

/** What a stored body says, with the seed of its key; undefined where it does not open. */
export function opened({ orgId, bodySeeds }: Vectors, { seq, salt, body }: VectorEntry): unknown {
  if (salt === null || body === null) return null;
  const stored = b64(body);
  if (stored[0] === 0) return JSON.parse(stored.subarray(1).toString());
  const seed = b64(bodySeeds[stored.readUInt32BE(1) - 1] ?? "");
  const isLeft = stored[0] === 2;
  const key = isLeft ? leftKey(seed, stored.subarray(5, 37), b64(salt)) : hmac(hmac(seed, "gatehouse/audit-seal/1"), "gatehouse/audit-entry/1", b64(salt));
  const box = stored.subarray(isLeft ? 37 : 5);
  if (!box.subarray(0, 32).equals(sha("gatehouse/audit-commitment/1", key))) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.alloc(12));
  decipher.setAAD(Buffer.from(`gatehouse/audit-body/1\n${orgId}\n${seq}`)).setAuthTag(box.subarray(-16));
  return JSON.parse(Buffer.concat([decipher.update(box.subarray(32, -16)), decipher.final()]).toString());
}

function leftKey(seed: Buffer, ephemeral: Buffer, salt: Buffer): Buffer {
  const der = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), hmac(seed, "gatehouse/audit-box/1")]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const own = b64(String(createPublicKey(privateKey).export({ format: "jwk" }).x));
  const shared = diffieHellman({ privateKey, publicKey: xPublic(ephemeral) });
  const info = Buffer.concat([Buffer.from("gatehouse/audit-left/1"), salt]);
  return Buffer.from(hkdfSync("sha256", shared, Buffer.concat([ephemeral, own]), info, 32));
}
