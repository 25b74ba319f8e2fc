import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { Decrypter, Encrypter, Stanza, type Identity, type Recipient } from "age-encryption";
import { BackupError } from "./backup-error.ts";

/** What an age file opens with: a passphrase, or the identities of these recipients. */
export type AgeLock =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | { readonly kind: "recipients"; readonly recipients: readonly string[] };

/** What opens an age file. */
export type AgeKey =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | { readonly kind: "identity"; readonly identity: string };

/**
 * Encrypts bytes as an age v1 file.
 *
 * @throws {BackupError} `invalid_input` for a recipient that is none.
 * @see https://age-encryption.org/v1
 */
export async function encryptAge(plaintext: Uint8Array, lock: AgeLock): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  if (lock.kind === "passphrase") encrypter.addRecipient(passphraseRecipient(lock.passphrase));
  else
    for (const recipient of lock.recipients) {
      try {
        encrypter.addRecipient(recipient.trim());
      } catch (cause) {
        throw new BackupError("invalid_input", `${JSON.stringify(recipient)} is no recipient of age.`, { cause });
      }
    }
  return encrypter.encrypt(plaintext);
}

/**
 * Opens an age v1 file.
 *
 * @throws {BackupError} `export_damaged` when it is none, was changed or cut off, or does not open with this; `invalid_input` for an
 * identity that is none.
 */
export async function decryptAge(file: Uint8Array, key: AgeKey): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  if (key.kind === "passphrase") decrypter.addIdentity(passphraseIdentity(key.passphrase));
  else
    try {
      decrypter.addIdentity(key.identity.trim());
    } catch {
      // The library's own error may quote what was typed.
      throw new BackupError("invalid_input", "That is no identity of age: one begins with AGE-SECRET-KEY-.");
    }
  try {
    return await decrypter.decrypt(file);
  } catch (cause) {
    throw new BackupError("export_damaged", undefined, { cause });
  }
}

const LABEL = Buffer.from("age-encryption.org/v1/scrypt");
const LOG_N = 18; // 256 MiB and most of a second, off this thread
const MAX_LOG_N = 20; // 1 GiB
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
// Each key encrypts one thing, once.
const NONCE = Buffer.alloc(12);

/** The library's own passphrase recipient holds up everything else while it stretches; this one does it in Node's thread pool. */
function passphraseRecipient(passphrase: string): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(SALT_BYTES);
      const cipher = createCipheriv("chacha20-poly1305", await stretched(passphrase, salt, LOG_N), NONCE, {
        authTagLength: TAG_BYTES,
      });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      const args = ["scrypt", salt.toString("base64").replace(/=+$/, ""), String(LOG_N)];
      return [new Stanza(args, new Uint8Array(body))];
    },
  };
}

function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza, ...others] = stanzas.filter(({ args }) => args[0] === "scrypt");
      if (stanza === undefined) return null;
      const [, salt = "", logN = ""] = stanza.args;
      const isWellFormed = stanza.args.length === 3 && /^[A-Za-z0-9+/]{22}$/.test(salt) && /^[1-9][0-9]?$/.test(logN);
      // A passphrase stands alone: who wrote such a file knew it, and that is a promise.
      if (others.length > 0 || stanzas.length !== 1 || !isWellFormed || Number(logN) > MAX_LOG_N)
        throw new Error("a passphrase stanza that age does not allow");
      const key = await stretched(passphrase, Buffer.from(salt, "base64"), Number(logN));
      return unwrapped(key, Buffer.from(stanza.body));
    },
  };
}

function unwrapped(key: Uint8Array, body: Buffer): Uint8Array | null {
  if (body.byteLength !== 2 * TAG_BYTES) throw new Error("a passphrase stanza that age does not allow");
  const decipher = createDecipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]));
  } catch {
    return null; // Another passphrase.
  }
}

function stretched(passphrase: string, salt: Uint8Array, logN: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const options = { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** logN * 8 * 128 + 1024 * 1024 };
  scrypt(passphrase, Buffer.concat([LABEL, salt]), KEY_BYTES, options, (error, key) =>
    error ? reject(error) : resolve(key),
  );
  return promise;
}
