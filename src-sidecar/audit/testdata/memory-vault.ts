import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import type { AuditVault } from "../vault-port.ts";
import { contextList } from "./sample-log.ts";

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A vault in memory: one key, and an admin key that may be out of reach. */
export interface MemoryVault extends AuditVault {
  isUnlocked: boolean;
  isAdmin: boolean;
}

export function createMemoryVault(): MemoryVault {
  const key = randomBytes(32);
  const admin = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, randomBytes(32)]), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(admin).export({ format: "der", type: "spki" }).subarray(12));
  const assertOpen = (vault: MemoryVault): void => {
    if (!vault.isUnlocked) throw new Error("the vault is locked");
  };
  const vault: MemoryVault = {
    isUnlocked: true,
    isAdmin: true,
    isOpen: () => vault.isUnlocked,
    seal: (name, bytes) => {
      assertOpen(vault);
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open: (name, envelope) => {
      assertOpen(vault);
      const decipher = createDecipheriv("aes-256-gcm", key, envelope.subarray(0, 12)).setAAD(Buffer.from(name));
      decipher.setAuthTag(envelope.subarray(-16));
      return Buffer.concat([decipher.update(envelope.subarray(12, -16)), decipher.final()]);
    },
    signAsAdmin: (label, text) =>
      vault.isAdmin ? { publicKey, signature: new Uint8Array(sign(null, contextList(label, text), admin)) } : null,
    adminKeys: async () => [publicKey],
  };
  return vault;
}
