import { Secret } from "../base/secret.ts";
import { wipe } from "./key-bytes.ts";
import { drawKey } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import { readSecret } from "./seal.ts";

type Sealing = Pick<Primitives, "sodium" | "fillRandom">;

/** Draws the private half of a sealing key (X25519, 32 bytes), to be kept as a secret. */
export function drawSealingKey(primitives: Sealing): Secret {
  return Secret.take(drawKey(primitives));
}

/**
 * Makes what seals to a sealing key. It holds the public half alone: it opens nothing, and may outlive a lock.
 *
 * @param privateKey Stays as it is; the caller wipes it.
 */
export function sealerTo(primitives: Sealing, privateKey: Secret): (message: Secret) => Uint8Array {
  const { sodium } = primitives;
  const publicKey = readSecret(privateKey, (key) => sodium.boxPublicKey(key));
  return (message) => {
    const ephemeral = drawKey(primitives);
    try {
      return readSecret(message, (bytes) => sodium.sealTo(publicKey, ephemeral, bytes));
    } finally {
      wipe(ephemeral);
    }
  };
}

/** Opens what was sealed to a sealing key; null: it was sealed to no such key, or is damaged. The caller wipes it. */
export function openSealedTo({ sodium }: Sealing, privateKey: Secret, box: Uint8Array): Secret | null {
  const opened = readSecret(privateKey, (key) => sodium.openSealed(sodium.boxPublicKey(key), key, box));
  return opened === undefined ? null : Secret.take(opened);
}
