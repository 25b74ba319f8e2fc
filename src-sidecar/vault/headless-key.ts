import type { Secret } from "../base/secret.ts";
import { readSecret } from "./seal.ts";

/** A headless key as it is shown once: 32 bytes in base64url. The string stays with the garbage collector; the key is wiped. */
export function headlessKeyText(key: Secret): string {
  using made = key;
  return readSecret(made, (bytes) => Buffer.from(bytes).toString("base64url"));
}
