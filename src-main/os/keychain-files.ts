import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** What is on the disk of an entry: readable only through the back end that made it. */
export interface KeychainFile {
  readonly backend: string;
  readonly blob: Buffer;
}

const FORMAT = "keychain/1";
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The entries in the home's `keychain` folder: a file each, their owner's alone. */
export class KeychainFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Replaces the file in one step: after a crash there is the old one or the new one. */
  write(name: string, { backend, blob }: KeychainFile): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    chmodSync(this.#folder, 0o700);
    const path = this.#pathOf(name);
    const draft = `${path}.new`;
    rmSync(draft, { force: true });
    const file = openSync(draft, "wx", 0o600);
    try {
      writeSync(file, `${JSON.stringify({ gatehouse: FORMAT, backend, blob: blob.toString("base64") })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  }

  /** `absent`: there is no such entry; `damaged`: the file is not one of ours. */
  read(name: string): KeychainFile | "absent" | "damaged" {
    let text: string;
    try {
      text = readFileSync(this.#pathOf(name), "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "absent";
      throw error;
    }
    return parseFile(text) ?? "damaged";
  }

  remove(name: string): void {
    rmSync(this.#pathOf(name), { force: true });
  }

  /** Names hold no point and no two slashes in a row, so no two of them share a file. */
  #pathOf(name: string): string {
    return join(this.#folder, `${name.replaceAll("/", ".")}.json`);
  }
}

function parseFile(text: string): KeychainFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    if (!("gatehouse" in value && "backend" in value && "blob" in value)) return undefined;
    const { gatehouse, backend, blob } = value;
    if (gatehouse !== FORMAT || typeof backend !== "string" || typeof blob !== "string" || !BASE64.test(blob))
      return undefined;
    return { backend, blob: Buffer.from(blob, "base64") };
  } catch {
    return undefined; // not JSON: not ours
  }
}
