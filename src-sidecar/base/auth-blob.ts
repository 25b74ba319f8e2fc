/*
 * The auth material of a record is one canonical JSON object whose values are texts, sealed as a whole. It is read and written here byte
 * by byte, so that a value never becomes a string, which nothing could wipe.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const UNICODE = 0x75;
const SHORT: ReadonlyMap<number, number> = new Map(
  ['""', "\\\\", "//", "\bb", "\ff", "\nn", "\rr", "\tt"].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
);
const UNESCAPED: ReadonlyMap<number, number> = new Map([...SHORT].map(([byte, letter]) => [letter, byte]));

/** The fields of a record by name, each as UTF-8 in a buffer of its own. Whoever has them wipes them. */
export type AuthBytes = Map<string, Uint8Array<ArrayBuffer>>;

/** Writes fields as canonical JSON. Names are plain words. */
export function encodeAuth(fields: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const names = [...fields.keys()].toSorted();
  const lengths = names.map((name) => 6 + name.length + escapedLength(fields.get(name)));
  const json = ownBytes(lengths.reduce((sum, length) => sum + length, 1 + (names.length === 0 ? 1 : 0)));
  let at = put(json, 0, OPEN);
  for (const [index, name] of names.entries()) {
    if (index > 0) at = put(json, at, COMMA);
    at = putText(json, at, Buffer.from(name));
    at = put(json, at, COLON);
    at = putText(json, at, fields.get(name) ?? new Uint8Array());
  }
  const end = put(json, at, CLOSE);
  if (end !== json.byteLength) throw new Error("internal: auth material was measured wrong");
  return json;
}

/** Reads what `encodeAuth` wrote. @throws {Error} `internal:` for anything else: what is sealed was written here. */
export function decodeAuth(json: Uint8Array): AuthBytes {
  const fields: AuthBytes = new Map();
  let at = expect(json, 0, OPEN);
  while (json[at] !== CLOSE) {
    if (fields.size > 0) at = expect(json, at, COMMA);
    const name = text(json, at);
    const value = text(json, expect(json, name.end, COLON));
    fields.set(Buffer.from(name.bytes).toString("utf8"), value.bytes);
    at = value.end;
  }
  if (at !== json.byteLength - 1) throw damaged();
  return fields;
}

/** A field as text, read where it lies: a copy in Node's shared pool would stay there. */
export function fieldText(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** `user:password` in base64, as basic authentication has it. @see RFC 7617 §2 */
export function basicText(username: Uint8Array | undefined, password: Uint8Array | undefined): string {
  const [user, pass] = [username ?? new Uint8Array(), password ?? new Uint8Array()];
  const joined = ownBytes(user.byteLength + 1 + pass.byteLength);
  joined.set(user);
  put(joined, user.byteLength, COLON);
  joined.set(pass, user.byteLength + 1);
  const text = Buffer.from(joined.buffer).toString("base64");
  joined.fill(0);
  return text;
}

/** Wipes fields that are not needed any more. */
export function wipeAuth(fields: AuthBytes): void {
  for (const bytes of fields.values()) bytes.fill(0);
}

function escapedLength(bytes: Uint8Array | undefined): number {
  let length = 0;
  for (const byte of bytes ?? []) length += isPlain(byte) ? 1 : SHORT.has(byte) ? 2 : 6;
  return length;
}

function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH;
}

function putText(json: Uint8Array, from: number, bytes: Uint8Array): number {
  let at = put(json, from, QUOTE);
  for (const byte of bytes) {
    const letter = SHORT.get(byte);
    if (isPlain(byte)) at = put(json, at, byte);
    else if (letter !== undefined) at = put(json, put(json, at, BACKSLASH), letter);
    else for (const digit of Buffer.from(`\\u00${byte.toString(16).padStart(2, "0")}`)) at = put(json, at, digit);
  }
  return put(json, at, QUOTE);
}

function text(json: Uint8Array, from: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly end: number } {
  const start = expect(json, from, QUOTE);
  let end = start;
  while (json[end] !== QUOTE) {
    if (end >= json.byteLength) throw damaged();
    end += json[end] === BACKSLASH ? 2 : 1;
  }
  const target = ownBytes(end - start);
  let length = 0;
  for (let at = start; at < end; length += 1) {
    const [byte, next] = character(json, at);
    target[length] = byte;
    at = next;
  }
  const bytes = ownBytes(length);
  bytes.set(target.subarray(0, length));
  target.fill(0);
  return { bytes, end: end + 1 };
}

/** One byte of a text, and where the next one begins. */
function character(json: Uint8Array, at: number): readonly [byte: number, next: number] {
  const byte = json[at] ?? 0;
  if (byte !== BACKSLASH) return [byte, at + 1];
  const letter = json[at + 1] ?? 0;
  if (letter !== UNICODE) return [unescaped(letter), at + 2];
  const unit = Number.parseInt(Buffer.from(json.subarray(at + 2, at + 6)).toString("latin1"), 16);
  if (!(unit < 0x20)) throw damaged(); // Canonical JSON escapes control characters only.
  return [unit, at + 6];
}

function unescaped(letter: number): number {
  const byte = UNESCAPED.get(letter);
  if (byte === undefined) throw damaged();
  return byte;
}

function put(target: Uint8Array, at: number, byte: number): number {
  target[at] = byte;
  return at + 1;
}

function expect(json: Uint8Array, at: number, byte: number): number {
  if (json[at] !== byte) throw damaged();
  return at + 1;
}

function ownBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(length));
}

function damaged(): Error {
  return new Error("internal: sealed auth material cannot be read");
}
