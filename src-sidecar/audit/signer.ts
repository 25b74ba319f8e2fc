import { createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { originOf, type VerifierKey } from "./note.ts";

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex"); // RFC 8410
const SPKI_HEAD_BYTES = 12;

/** A key that signs the log. */
export interface LogSigner {
  readonly number: number;
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** The signer that 32 random bytes stand for. They are the caller's, who wipes them. */
export function signerOf(orgId: string, number: number, seed: Uint8Array): LogSigner {
  const pkcs8 = Buffer.from(new Uint8Array(PKCS8_ED25519.byteLength + seed.byteLength).buffer);
  pkcs8.set(PKCS8_ED25519, 0);
  pkcs8.set(seed, PKCS8_ED25519.byteLength);
  const privateKey: KeyObject = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  pkcs8.fill(0);
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const key = { name: originOf(orgId), publicKey: new Uint8Array(spki.subarray(SPKI_HEAD_BYTES)) };
  return { number, key, sign: (message) => sign(null, message, privateKey) };
}
