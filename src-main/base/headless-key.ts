import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { hasFileModes } from "./home.ts";

const KEY_BYTES = 32;
/** Far more than 32 bytes need in any spelling. */
const MAX_FILE_BYTES = 1_024;
/** 32 random bytes have 30 different values on average, and fewer than 16 once in 10^15 keys. */
const MIN_DISTINCT_BYTES = 16;

/** Variables that carry the key or say where it lies. */
const VARIABLE = "GATEHOUSE_SECRET_KEY";
const FILE_VARIABLE = "GATEHOUSE_SECRET_KEY_FILE";

/** A headless key that cannot be used: the message says what to do about it and holds nothing of the key. */
export class HeadlessKeyError extends Error {
  readonly code = "secret_key_unusable";
}

/**
 * Takes the headless key out of an environment: both variables are gone afterwards, also when the key is refused.
 *
 * @returns 32 bytes in a buffer of their own; the caller wipes them. `undefined`: none was given.
 * @throws {HeadlessKeyError} `secret_key_unusable`: both are given, the file is open to others or cannot be read, or what is there is not 32
 *   random bytes in base64url, base64 or hexadecimal digits.
 */
export function takeHeadlessKey(environment: NodeJS.ProcessEnv): Uint8Array<ArrayBuffer> | undefined {
  const { [VARIABLE]: text, [FILE_VARIABLE]: path } = environment;
  // Commands that this process starts later inherit what is left here.
  delete environment[VARIABLE];
  delete environment[FILE_VARIABLE];
  if (text !== undefined && path !== undefined) {
    throw new HeadlessKeyError(`Give either ${VARIABLE} or ${FILE_VARIABLE}, not both.`);
  }
  if (path !== undefined) return keyOf(readPrivateFile(path), "The file that GATEHOUSE_SECRET_KEY_FILE names");
  return text === undefined ? undefined : keyOf(text, VARIABLE);
}

/** What to say to whoever gave the key itself where it stays readable: the kernel keeps the environment that a process began with. */
export function warnOfHeadlessKey(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform !== "linux" || environment[VARIABLE] === undefined) return undefined;
  return `gatehouse: ${VARIABLE} stays readable in /proc/${process.pid}/environ, for you and for root, until this process ends. Use ${FILE_VARIABLE} instead.`;
}

/** @param source How the message names where the text came from. */
function keyOf(text: string, source: string): Uint8Array<ArrayBuffer> {
  const key = parseKey(text.trim());
  if (key === undefined) {
    throw new HeadlessKeyError(
      `${source} does not hold 32 bytes in base64url, base64 or hexadecimal digits. Words are no key: use the one that Gatehouse made.`,
    );
  }
  if (!isPlausiblyRandom(key)) {
    key.fill(0);
    throw new HeadlessKeyError(`${source} holds a key that is not random. Use the one that Gatehouse made.`);
  }
  return key;
}

/** Each spelling has a length of its own. Digits that no byte would be written with are refused. */
function parseKey(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return decode(text.toLowerCase(), "hex");
  if (/^[A-Za-z0-9_-]{43}=?$/.test(text)) return decode(text.slice(0, 43), "base64url");
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return decode(text, "base64");
  return undefined;
}

function decode(text: string, encoding: "hex" | "base64url" | "base64"): Uint8Array<ArrayBuffer> | undefined {
  const key = new Uint8Array(new ArrayBuffer(KEY_BYTES)); // never in Node's shared pool
  const written = Buffer.from(key.buffer).write(text, encoding);
  return written === KEY_BYTES && Buffer.from(key.buffer).toString(encoding) === text ? key : undefined;
}

/** Refuses what people make up: repeated bytes, counters, and words that were encoded. */
function isPlausiblyRandom(key: Uint8Array): boolean {
  const steps = new Set(key.map((byte, index) => byte - (key[index - 1] ?? 0)).subarray(1));
  const isText = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(key).size >= MIN_DISTINCT_BYTES && steps.size > 1 && !isText;
}

function readPrivateFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // a pipe that nobody writes to would wait for ever
  } catch (cause) {
    throw new HeadlessKeyError(`The file ${JSON.stringify(path)} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  try {
    assertPrivate(fstatSync(file), path);
    const bytes = Buffer.from(new ArrayBuffer(MAX_FILE_BYTES + 1));
    const length = readSync(file, bytes, 0, bytes.byteLength, 0);
    if (length > MAX_FILE_BYTES) throw new HeadlessKeyError(`The file ${JSON.stringify(path)} is too long for a key.`);
    const text = bytes.toString("latin1", 0, length);
    bytes.fill(0);
    return text;
  } finally {
    closeSync(file);
  }
}

function assertPrivate(stats: Stats, path: string): void {
  if (!stats.isFile()) throw new HeadlessKeyError(`${JSON.stringify(path)} is not a file.`);
  if (!hasFileModes) return;
  if (stats.uid !== process.getuid?.() && stats.uid !== 0) {
    throw new HeadlessKeyError(`The file ${JSON.stringify(path)} belongs to another user. Use one of your own.`);
  }
  // A service manager shows the access list of its credentials as the bits of root's own group.
  const foreign = stats.uid === 0 && stats.gid === 0 ? 0o037 : 0o077;
  if ((stats.mode & foreign) !== 0) {
    throw new HeadlessKeyError(`Other users can read ${JSON.stringify(path)}. Close it with: chmod 600`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
