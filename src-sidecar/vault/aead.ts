import crypto from "node:crypto";
import { wipe } from "./key-bytes.ts";
import type { AeadMessage, Sodium } from "./sodium.ts";

/** 1: XChaCha20-Poly1305-IETF. 2: AES-256-GCM. The byte of the header that says which; there is no third in this format. */
export type Suite = 1 | 2;

/** Length of the tag of both suites. */
export const TAG_BYTES = 16;

/** Nonce length of a suite. */
export function nonceBytes(suite: Suite): 24 | 12 {
  return suite === 1 ? 24 : 12;
}

/** Whether a byte of a header names a suite. */
export function isSuite(byte: number | undefined): byte is Suite {
  return byte === 1 || byte === 2;
}

/** Encrypts the parts as one plaintext: pieces of ciphertext, the 16-byte tag last. A key must be used for one message only. */
export function encrypt(
  sodium: Sodium,
  suite: Suite,
  message: AeadMessage,
  parts: readonly [Uint8Array, Uint8Array],
): readonly Uint8Array[] {
  if (suite === 1) return [sodium.encryptXChaCha(message, parts)];
  const cipher = crypto.createCipheriv("aes-256-gcm", message.key, message.nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(message.associatedData);
  const ciphertext = parts.map((part) => cipher.update(part));
  cipher.final();
  return [...ciphertext, cipher.getAuthTag()];
}

/** The plaintext, or undefined when the tag does not hold; of an unverified plaintext nothing leaves and nothing stays. The caller wipes it. */
export function decrypt(
  sodium: Sodium,
  suite: Suite,
  message: AeadMessage,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  if (suite === 1) return sodium.decryptXChaCha(message, ciphertext);
  if (ciphertext.byteLength < TAG_BYTES) return undefined;
  const end = ciphertext.byteLength - TAG_BYTES;
  const decipher = crypto.createDecipheriv("aes-256-gcm", message.key, message.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(message.associatedData);
  decipher.setAuthTag(ciphertext.subarray(end));
  const plaintext = decipher.update(ciphertext.subarray(0, end)); // unverified until `final` returns
  try {
    decipher.final();
    return plaintext;
  } catch {
    // `final` throws for exactly one reason here: the tag does not hold.
    wipe(plaintext);
    return undefined;
  }
}
