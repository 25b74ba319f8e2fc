import type { KeychainReply, KeychainRequest } from "../../src-contract/host.ts";
import { KeychainFiles } from "./keychain-files.ts";

/** The part of Electron's `safeStorage` that is used: its asynchronous half, and which store Linux chose. */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(plainText: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  getSelectedStorageBackend(): string;
}

export interface KeychainOptions {
  readonly storage: SafeStorage;
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/** Why the keychain did not do what was asked. `unavailable` passes, `unopened` may; the others do not by themselves. */
type KeychainProblem = "weak" | "unavailable" | "unopened" | "absent" | "damaged" | "changed" | "unwritable";

/** What the sidecar is told, for people. */
const REASONS: Readonly<Record<KeychainProblem, string>> = {
  weak: "This desktop has no keychain: what would be kept in it would be protected by a password that everybody knows.",
  unavailable: "The operating system's keychain does not answer at the moment. It may be locked; try again later.",
  unopened:
    "The operating system's keychain did not open what it kept. Try again; if it stays so, open the vault another way and set this up again.",
  absent: "The keychain holds nothing for this member here.",
  damaged: "What the keychain kept here cannot be read any more. Open the vault another way and set it up again.",
  changed:
    "The desktop uses another keychain than when this was set up. Open the vault another way and set it up again.",
  unwritable: "The studio's home cannot be written, so nothing was kept.",
};

class KeychainError extends Error {
  readonly code: KeychainProblem;

  constructor(code: KeychainProblem, options?: ErrorOptions) {
    super(REASONS[code], options);
    this.code = code;
  }
}

const NATIVE_BACKENDS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: "Keychain", win32: "DPAPI" };
/** What Electron says on Linux when it found no secret store, or before it looked for one. */
const WEAK_BACKENDS: ReadonlySet<string> = new Set(["basic_text", "unknown"]);
/** With this tag Chromium marks on Linux what it encrypted with a key that is the same on every machine. */
const FIXED_KEY_TAG = "v10";
const SECRET_BYTES = 32;

/**
 * Answers what the sidecar asks of the operating system's keychain. Blobs lie in `folder`; the keychain keeps the key to them.
 *
 * It never falls back to something weaker: a desktop without a secret store, a store that changed, or a blob made with a fixed key is
 * refused with the reason. The secret passes through this process as text, which the garbage collector clears in its own time.
 */
export function createKeychain(options: KeychainOptions): (ask: KeychainRequest) => Promise<KeychainReply> {
  const keychain = new Keychain(options);
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    // One at a time: a save and the re-encryption of a load would overtake each other.
    const reply = last.then(() => keychain.answer(ask)).catch(failed);
    last = reply;
    return reply;
  };
}

class Keychain {
  readonly #storage: SafeStorage;
  readonly #files: KeychainFiles;
  readonly #platform: NodeJS.Platform;

  constructor({ storage, folder, platform }: KeychainOptions) {
    this.#storage = storage;
    this.#files = new KeychainFiles(folder);
    this.#platform = platform;
  }

  async answer(ask: KeychainRequest): Promise<KeychainReply> {
    switch (ask.op) {
      case "state":
        return { kind: "state", backend: await this.#backend() };
      case "save":
        await this.#save(ask.name, Buffer.from(ask.secret).toString("base64"));
        return { kind: "done" };
      case "load":
        return { kind: "secret", secret: await this.#load(ask.name) };
      case "remove":
        // A blob that nobody can open any more goes as well.
        this.#write(() => this.#files.remove(ask.name));
        return { kind: "done" };
    }
  }

  /** The store that is in use. @throws {KeychainError} `weak`, `unavailable`. */
  async #backend(): Promise<string> {
    const backend = this.#backendName();
    if (WEAK_BACKENDS.has(backend)) throw new KeychainError("weak");
    const isAvailable = await this.#storage.isAsyncEncryptionAvailable().catch((cause: unknown) => {
      throw new KeychainError("unavailable", { cause });
    });
    if (!isAvailable) throw new KeychainError("unavailable");
    return backend;
  }

  #backendName(): string {
    return this.#platform === "linux"
      ? this.#storage.getSelectedStorageBackend()
      : (NATIVE_BACKENDS[this.#platform] ?? "unknown");
  }

  async #save(name: string, text: string): Promise<void> {
    const backend = await this.#backend();
    const blob = await this.#storage.encryptStringAsync(text).catch((cause: unknown) => {
      throw new KeychainError("unavailable", { cause });
    });
    if (this.#isWeak(blob) || blob.includes(text)) throw new KeychainError("weak");
    this.#write(() => this.#files.write(name, { backend, blob }));
  }

  async #load(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.#files.read(name);
    if (file === "absent" || file === "damaged") throw new KeychainError(file);
    // Looked at before whether it is available: another store would say "unavailable" of what it never kept.
    const backend = this.#backendName();
    if (WEAK_BACKENDS.has(backend)) throw new KeychainError("weak");
    if (file.backend !== backend) throw new KeychainError("changed");
    if (this.#isWeak(file.blob)) throw new KeychainError("weak");
    await this.#backend();
    const { result, shouldReEncrypt } = await this.#decrypt(file.blob);
    const secret = secretOf(result);
    // The old blob still opens: what cannot be written anew today is written anew the next time.
    if (shouldReEncrypt) await this.#save(name, result).catch(() => undefined);
    return secret;
  }

  /** A store that answers may have another key, or may not have been able to ask for it right now: it does not tell which. */
  async #decrypt(blob: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }> {
    try {
      return await this.#storage.decryptStringAsync(blob);
    } catch (cause) {
      const isAvailable = await this.#storage.isAsyncEncryptionAvailable().catch(() => false);
      throw new KeychainError(isAvailable ? "unopened" : "unavailable", { cause });
    }
  }

  #isWeak(blob: Buffer): boolean {
    return this.#platform === "linux" && blob.toString("latin1", 0, FIXED_KEY_TAG.length) === FIXED_KEY_TAG;
  }

  #write(change: () => void): void {
    try {
      change();
    } catch (cause) {
      throw new KeychainError("unwritable", { cause });
    }
  }
}

function secretOf(text: string): Uint8Array<ArrayBuffer> {
  const secret = new Uint8Array(new ArrayBuffer(SECRET_BYTES)); // never in Node's shared pool
  const length = Buffer.from(secret.buffer).write(text, "base64");
  if (length !== SECRET_BYTES || Buffer.from(secret.buffer).toString("base64") !== text)
    throw new KeychainError("damaged");
  return secret;
}

function failed(error: unknown): KeychainReply {
  return { kind: "failed", reason: error instanceof KeychainError ? error.message : REASONS.unavailable };
}
