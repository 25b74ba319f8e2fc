import { hash } from "node:crypto";

/**
 * SHA-256 of bytes, on the path of every call: a text that is read back costs half of the array that node would make.
 *
 * Only for what is no key: a text cannot be wiped.
 */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash("sha256", bytes, "binary"), "binary");
}
