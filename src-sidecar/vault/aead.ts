import crypto from "node:crypto";
import { joinBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";
import type { AeadMessage, Sodium } from "./sodium.ts";

/** 1: XChaCha20-Poly1305-IETF. 2: AES-256-GCM. The byte of the header that says which; there is no third in this format. */
export type Suite = 1 | 2;

export const TAG_BYTES = 16;

/** Nonce length of a suite. */
export function nonceBytes(suite: Suite): 24 | 12 {
  return suite === 1 ? 24 : 12;
}

/** Whether a byte of a header names a suite. */
export function isSuite(byte: number | undefined): byte is Suite {
  return byte === 1 || byte === 2;
}

/** Encrypts: ciphertext and its 16-byte tag. A key must be used for one message only. */
export function encrypt(sodium: Sodium, suite: Suite, message: AeadMessage, plaintext: Uint8Array): OwnBytes {
  if (suite === 1) return sodium.encryptXChaCha(message, plaintext);
  const cipher = crypto.createCipheriv("aes-256-gcm", message.key, message.nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(message.associatedData);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return joinBytes(ciphertext, cipher.getAuthTag());
}

/** The plaintext, or undefined when the tag does not hold; of an unverified plaintext nothing leaves and nothing stays. */
export function decrypt(
  sodium: Sodium,
  suite: Suite,
  message: AeadMessage,
  ciphertext: Uint8Array,
): OwnBytes | undefined {
  if (suite === 1) return sodium.decryptXChaCha(message, ciphertext);
  if (ciphertext.byteLength < TAG_BYTES) return undefined;
  const end = ciphertext.byteLength - TAG_BYTES;
  const decipher = crypto.createDecipheriv("aes-256-gcm", message.key, message.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(message.associatedData);
  decipher.setAuthTag(ciphertext.subarray(end));
  const unverified = decipher.update(ciphertext.subarray(0, end));
  try {
    decipher.final();
    const plaintext = newBytes(end);
    plaintext.set(unverified);
    return plaintext;
  } catch {
    // `final` throws for exactly one reason here: the tag does not hold.
    return undefined;
  } finally {
    wipe(unverified);
  }
}
