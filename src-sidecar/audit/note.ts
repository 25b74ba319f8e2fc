import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { sha256 } from "./merkle.ts";

const ED25519 = Uint8Array.of(1); // The kind of signature, as C2SP signed-note numbers them.
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex"); // RFC 8410: what stands before the 32 bytes of an Ed25519 key.
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const MAX_NOTE = 4_096;

/** A public key with the name that it signs under. */
export interface VerifierKey {
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** What a signed tree head says. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The name that an organization's log signs under. */
export function originOf(orgId: string): string {
  return `gatehouse/${orgId}`;
}

/** The name that an organization's admin key has in proofs. */
export function adminNameOf(orgId: string): string {
  return `gatehouse/${orgId}/admin`;
}

/** `<name>+<id>+<key>`. @see https://c2sp.org/signed-note */
export function verifierKeyText({ name, publicKey }: VerifierKey): string {
  const id = Buffer.from(keyId({ name, publicKey })).toString("hex");
  return `${name}+${id}+${Buffer.concat([ED25519, publicKey]).toString("base64")}`;
}

/** Reads `<name>+<id>+<key>`; null when it is none, or its id is another key's. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim());
  const [, name, id, encoded] = match ?? [];
  if (name === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.byteLength !== KEY_BYTES + 1 || bytes[0] !== ED25519[0]) return null;
  const key = { name, publicKey: new Uint8Array(bytes.subarray(1)) };
  return Buffer.from(keyId(key)).toString("hex") === id ? key : null;
}

/** Writes a checkpoint and signs it. @see https://c2sp.org/tlog-checkpoint */
export function writeCheckpoint(
  { origin, size, root }: Checkpoint,
  key: VerifierKey,
  sign: (text: Uint8Array) => Uint8Array,
): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
  const signature = Buffer.concat([keyId(key), sign(Buffer.from(text))]).toString("base64");
  return `${text}\n— ${key.name} ${signature}\n`;
}

/** A signed note as it was read. */
export interface ReadNote {
  readonly checkpoint: Checkpoint;
  /** Whether this key signed it. */
  isSignedBy(key: VerifierKey): boolean;
}

/** Reads a checkpoint; null for what is none. Lines of extension are refused: ours have none. */
export function readCheckpoint(note: string): ReadNote | null {
  if (note.length > MAX_NOTE) return null;
  const end = note.indexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) return null;
  const text = note.slice(0, end + 1);
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  const [, origin, size, root] = match ?? [];
  if (origin === undefined || size === undefined || root === undefined) return null;
  const rootBytes = Buffer.from(root, "base64");
  if (rootBytes.toString("base64") !== root) return null; // One way to write it, and no other.
  const signatures = note
    .slice(end + 2, -1)
    .split("\n")
    .map(signatureIn);
  if (signatures.includes(null)) return null;
  return {
    checkpoint: { origin, size: Number(size), root: new Uint8Array(rootBytes) },
    isSignedBy: (key) =>
      signatures.some(
        (one) =>
          one?.name === key.name &&
          Buffer.compare(one.bytes.subarray(0, ID_BYTES), keyId(key)) === 0 &&
          isSignature(key.publicKey, Buffer.from(text), one.bytes.subarray(ID_BYTES)),
      ),
  };
}

function signatureIn(line: string): { readonly name: string; readonly bytes: Buffer } | null {
  const [, name, encoded] = /^— ([^+\s]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  return bytes.byteLength === ID_BYTES + SIGNATURE_BYTES && bytes.toString("base64") === encoded
    ? { name, bytes }
    : null;
}

function keyId({ name, publicKey }: VerifierKey): Uint8Array {
  return sha256(Buffer.from(`${name}\n`), ED25519, publicKey).subarray(0, ID_BYTES);
}

/** Whether an Ed25519 signature over these bytes holds; false for a key or a signature of another length. */
export function isSignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== KEY_BYTES || signature.byteLength !== SIGNATURE_BYTES) return false;
  return verify(null, message, keyObjectOf(publicKey), signature);
}

function keyObjectOf(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: "der", type: "spki" });
}
