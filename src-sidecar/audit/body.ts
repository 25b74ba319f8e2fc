import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hash,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import type { JsonObject } from "../base/canonical-json.ts";
import { sha256 } from "./merkle.ts";

/*
 * The bodies of entries as they are stored; FORMAT.md §3 has the bytes. Every body has a key of its own, so that one can be shown to
 * somebody without the others, and a commitment to that key, so that it opens to one text only.
 */

const CLEAR = 0;
const SEALED = 1;
const LEFT = 2;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const NONCE = new Uint8Array(12); // One message a key, so it never repeats.
const PKCS8_X25519 = Buffer.from("302e020100300506032b656e04220420", "hex"); // RFC 8410
const SPKI_X25519 = Buffer.from("302a300506032b656e032100", "hex"); // RFC 8410

/** A key that bodies are sealed under. */
export interface BodyKey {
  readonly number: number;
  /** What bodies are sealed under while the vault is open. */
  readonly sealKey: Uint8Array;
  /** Opens what was sealed to the public half while it was locked. */
  readonly privateKey: KeyObject;
  /** X25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** The public half of a key, for as long as the vault is locked. */
export type PublicBodyKey = Pick<BodyKey, "number" | "publicKey">;

/** Where a body belongs: it opens there and nowhere else. */
export interface BodyPlace {
  readonly orgId: string;
  readonly seq: number;
  readonly salt: Uint8Array;
}

/** The key that 32 random bytes stand for. They are the caller's, who wipes them. */
export function bodyKeyOf(number: number, seed: Uint8Array): BodyKey {
  const privateKey = x25519PrivateKey(hmac(seed, "gatehouse/audit-box/1"));
  return { number, sealKey: hmac(seed, "gatehouse/audit-seal/1"), privateKey, publicKey: rawPublicKey(privateKey) };
}

/** A body that anybody reads: what must be known without any key. */
export function clearBody(body: JsonObject): Uint8Array {
  return Buffer.concat([Uint8Array.of(CLEAR), Buffer.from(JSON.stringify(body))]);
}

/** Seals a body while the vault is open. */
export function sealedBody(key: BodyKey, place: BodyPlace, body: JsonObject): Uint8Array {
  const entryKey = hmac(key.sealKey, "gatehouse/audit-entry/1", place.salt);
  return Buffer.concat([headOf(SEALED, key.number), ...boxed(entryKey, place, body)]);
}

/**
 * Seals a body while the vault is locked: only the private half opens it.
 *
 * @param ephemeralSeed 32 random bytes.
 */
export function leftBody(
  key: PublicBodyKey,
  place: BodyPlace,
  body: JsonObject,
  ephemeralSeed: Uint8Array,
): Uint8Array {
  const ephemeral = x25519PrivateKey(ephemeralSeed);
  const ephemeralKey = rawPublicKey(ephemeral);
  const shared = diffieHellman({ privateKey: ephemeral, publicKey: x25519PublicKey(key.publicKey) });
  const entryKey = leftKey(shared, ephemeralKey, key.publicKey, place.salt);
  return Buffer.concat([headOf(LEFT, key.number), ephemeralKey, ...boxed(entryKey, place, body)]);
}

/** What a stored body says of itself. */
export type BodyForm =
  | { readonly kind: "clear" }
  /** `isLeft`: written while the vault was locked. */
  | { readonly kind: "sealed"; readonly isLeft: boolean; readonly keyNumber: number }
  | { readonly kind: "unknown" };

/** How a stored body was written. */
export function bodyForm(stored: Uint8Array): BodyForm {
  const form = stored[0];
  if (form === CLEAR) return { kind: "clear" };
  if ((form !== SEALED && form !== LEFT) || stored.byteLength < 5) return { kind: "unknown" };
  return {
    kind: "sealed",
    isLeft: form === LEFT,
    keyNumber: new DataView(stored.buffer, stored.byteOffset).getUint32(1),
  };
}

/** A body that is stored in the clear; null when it is not one. */
export function readClearBody(stored: Uint8Array): JsonObject | null {
  return stored[0] === CLEAR ? parsedObject(Buffer.from(stored.subarray(1))) : null;
}

/** The key of one body; null when it was sealed under another key. */
export function entryKeyOf(key: BodyKey, salt: Uint8Array, stored: Uint8Array): Uint8Array | null {
  const form = bodyForm(stored);
  if (form.kind !== "sealed" || form.keyNumber !== key.number) return null;
  if (!form.isLeft) return hmac(key.sealKey, "gatehouse/audit-entry/1", salt);
  const ephemeralKey = stored.subarray(5, 5 + KEY_BYTES);
  if (ephemeralKey.byteLength !== KEY_BYTES) return null;
  try {
    const shared = diffieHellman({ privateKey: key.privateKey, publicKey: x25519PublicKey(ephemeralKey) });
    return leftKey(shared, ephemeralKey, key.publicKey, salt);
  } catch {
    return null; // A point of small order: nobody sealed to us with it.
  }
}

/** Opens a body with its own key; null when it is not the key of this body at this place. */
export function openWithEntryKey(entryKey: Uint8Array, place: BodyPlace, stored: Uint8Array): JsonObject | null {
  const form = bodyForm(stored);
  if (form.kind !== "sealed") return null;
  const box = stored.subarray(form.isLeft ? 5 + KEY_BYTES : 5);
  if (box.byteLength < KEY_BYTES + TAG_BYTES || entryKey.byteLength !== KEY_BYTES) return null;
  if (Buffer.compare(box.subarray(0, KEY_BYTES), commitmentTo(entryKey)) !== 0) return null;
  const decipher = createDecipheriv("aes-256-gcm", entryKey, NONCE);
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  try {
    const start = decipher.update(box.subarray(KEY_BYTES, -TAG_BYTES));
    return parsedObject(Buffer.concat([start, decipher.final()]));
  } catch {
    return null; // Its tag does not hold.
  }
}

function boxed(entryKey: Uint8Array, place: BodyPlace, body: JsonObject): readonly Uint8Array[] {
  const cipher = createCipheriv("aes-256-gcm", entryKey, NONCE);
  cipher.setAAD(placeBytes(place));
  const start = cipher.update(JSON.stringify(body), "utf8");
  return [commitmentTo(entryKey), start, cipher.final(), cipher.getAuthTag()];
}

function commitmentTo(entryKey: Uint8Array): Uint8Array {
  return sha256(Buffer.from("gatehouse/audit-commitment/1"), entryKey);
}

function placeBytes({ orgId, seq }: BodyPlace): Uint8Array {
  return Buffer.from(`gatehouse/audit-body/1\n${orgId}\n${seq}`);
}

function headOf(form: number, keyNumber: number): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt8(form, 0);
  head.writeUInt32BE(keyNumber, 1);
  return head;
}

function leftKey(shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array, salt: Uint8Array): Uint8Array {
  const info = Buffer.concat([Buffer.from("gatehouse/audit-left/1"), salt]);
  return new Uint8Array(hkdfSync("sha256", shared, Buffer.concat([ephemeral, recipient]), info, KEY_BYTES));
}

const BLOCK_BYTES = 64; // of SHA-256

// HMAC-SHA-256 (RFC 2104) for keys of up to a block: two hashes at once cost a third of node's own stream of one.
function hmac(key: Uint8Array, label: string, rest: Uint8Array = new Uint8Array()): Uint8Array {
  const inner = new Uint8Array(BLOCK_BYTES + label.length + rest.byteLength).fill(0x36, 0, BLOCK_BYTES);
  const outer = new Uint8Array(BLOCK_BYTES + KEY_BYTES).fill(0x5c, 0, BLOCK_BYTES);
  for (let index = 0; index < key.byteLength; index += 1) {
    const byte = key[index] ?? 0;
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  inner.set(Buffer.from(label, "ascii"), BLOCK_BYTES);
  inner.set(rest, BLOCK_BYTES + label.length);
  outer.set(hash("sha256", inner, "buffer"), BLOCK_BYTES);
  const mac = hash("sha256", outer, "buffer");
  inner.fill(0);
  outer.fill(0);
  return mac;
}

function x25519PrivateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_X25519, seed]), format: "der", type: "pkcs8" });
}

function x25519PublicKey(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_X25519, bytes]), format: "der", type: "spki" });
}

function rawPublicKey(privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(SPKI_X25519.byteLength));
}

function parsedObject(text: Buffer): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null; // JSON gives nothing else.
  } catch {
    return null; // It is not what we write.
  }
}
