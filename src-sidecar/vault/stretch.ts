import crypto from "node:crypto";
import startStretchWorker from "./stretch-worker.ts?nodeWorker";
import { copyBytes, wipe, type OwnBytes } from "./key-bytes.ts";

/** How much work an Argon2id derivation takes. One lane: libsodium knows no other. */
export interface StretchCost {
  readonly passes: number;
  readonly memoryKiB: number;
}

/** A derivation of 32 bytes with Argon2id version 0x13; `salt` is 16 bytes. */
export interface StretchRequest extends StretchCost {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
}

/** Turns a passphrase into 32 bytes of key. Resolves off the main thread's back: the event loop keeps turning. */
export type Stretch = (request: StretchRequest) => Promise<OwnBytes>;

const KEY_BYTES = 32;

/**
 * Argon2id by OpenSSL's thread pool where the runtime has it, else by libsodium in a worker thread that ends with the derivation.
 *
 * Which one is found by calling: Electron's runtime has the function and refuses to run it, and Node 22 has none.
 *
 * @see RFC 9106
 */
export const stretchOffThread: Stretch = async (request) =>
  (await stretchNatively(request)) ?? (await stretchInWorker(request));

/** The derived key, or undefined where the runtime has no Argon2. */
export async function stretchNatively(request: StretchRequest): Promise<OwnBytes | undefined> {
  const { argon2 } = crypto;
  if (typeof argon2 !== "function") return undefined;
  const parameters = {
    message: request.passphrase,
    nonce: request.salt,
    parallelism: 1,
    tagLength: KEY_BYTES,
    memory: request.memoryKiB,
    passes: request.passes,
  };
  try {
    const derived = await new Promise<Uint8Array>((resolve, reject) => {
      argon2("argon2id", parameters, (error, key) => (error === null ? resolve(key) : reject(error)));
    });
    const key = copyBytes(derived);
    wipe(derived);
    return key;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_CRYPTO_ARGON2_NOT_SUPPORTED") return undefined;
    throw error;
  }
}

/** libsodium's Argon2id in a thread of its own: its memory, the passphrase's copy in it too, goes when the thread ends. */
export async function stretchInWorker(request: StretchRequest): Promise<OwnBytes> {
  const { passes, memoryKiB } = request;
  const passphrase = copyBytes(request.passphrase);
  const job = { kind: "stretch", passphrase, salt: copyBytes(request.salt), passes, memoryKiB };
  // Moved, not cloned: this side then holds no second copy.
  const worker = startStretchWorker({ workerData: job, transferList: [passphrase.buffer] });
  try {
    return await new Promise<OwnBytes>((resolve, reject) => {
      worker.once("message", (key: OwnBytes) => resolve(key));
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("internal: the Argon2id thread ended without a key")));
    });
  } finally {
    await worker.terminate();
  }
}
