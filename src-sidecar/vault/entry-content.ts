import { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { copyBytes, newBytes, wipe, type OwnBytes } from "./key-bytes.ts";

/** What a sealed entry says of itself, and the values by field name. */
export interface EntryContent {
  readonly facts: ReadonlyMap<string, string | null>;
  /** The caller wipes them. */
  readonly values: Map<string, Secret>;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const VALUES = "values";
const MAX_FIELDS = 32;
const MAX_NAME_BYTES = 64;
const MAX_VALUE_BYTES = 64 * 1024;
const NULL = Buffer.from("null", "latin1");
const ESCAPES: ReadonlyMap<number, number> = new Map(
  ['""', "\\\\", "//", "b\b", "f\f", "n\n", "r\r", "t\t"].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
);

/**
 * Reads the JSON of an entry, `{"…":"…","…":null,"values":{"…":"…"}}` without spaces, straight from its bytes: a value never becomes a
 * string, which nothing could wipe.
 *
 * @throws {VaultError} `entry_mismatch` for anything else.
 */
export function readEntryContent(json: Uint8Array): EntryContent {
  const at = new Reader(json);
  const facts = new Map<string, string | null>();
  const values = new Map<string, Secret>();
  let hasValues = false;
  try {
    at.members((name) => {
      if (facts.has(name) || facts.size > MAX_FIELDS || (name === VALUES && hasValues)) throw damaged();
      if (name !== VALUES) return void facts.set(name, at.isNull() ? null : at.name());
      hasValues = true;
      at.members((field) => {
        if (values.has(field) || values.size === MAX_FIELDS) throw damaged();
        values.set(field, Secret.take(at.text(MAX_VALUE_BYTES)));
      });
    });
    at.end();
    if (!hasValues) throw damaged();
    return { facts, values };
  } catch (error) {
    for (const value of values.values()) value.wipe();
    throw error;
  }
}

class Reader {
  readonly #json: Uint8Array;
  #at = 0;

  constructor(json: Uint8Array) {
    this.#json = json;
  }

  /** An object; `member` reads each value. */
  members(member: (name: string) => void): void {
    this.#expect(OPEN);
    if (this.#skips(CLOSE)) return;
    do {
      const name = this.name();
      this.#expect(COLON);
      member(name);
    } while (this.#skips(COMMA));
    this.#expect(CLOSE);
  }

  /** A short text that is no secret. */
  name(): string {
    return Buffer.from(this.text(MAX_NAME_BYTES)).toString("utf8");
  }

  /** A text of at most `maxBytes`, as UTF-8 in a buffer of its own. */
  text(maxBytes: number): OwnBytes {
    this.#expect(QUOTE);
    const end = this.#closingQuote();
    const target = newBytes(Math.min(end - this.#at, 6 * maxBytes)); // an escape is never shorter than what it stands for
    let length = 0;
    while (this.#at < end && length <= maxBytes) length = this.#character(target, length);
    const text = copyBytes(target.subarray(0, length));
    wipe(target);
    if (length > maxBytes) throw damaged();
    this.#expect(QUOTE);
    return text;
  }

  isNull(): boolean {
    const isNull = NULL.equals(this.#json.subarray(this.#at, this.#at + NULL.byteLength));
    if (isNull) this.#at += NULL.byteLength;
    return isNull;
  }

  end(): void {
    if (this.#at !== this.#json.byteLength) throw damaged();
  }

  #closingQuote(): number {
    for (let at = this.#at; at < this.#json.byteLength; at += 1) {
      if (this.#json[at] === QUOTE) return at;
      if (this.#json[at] === BACKSLASH) at += 1;
    }
    throw damaged();
  }

  #character(target: Uint8Array, length: number): number {
    const byte = this.#next();
    if (byte < 0x20) throw damaged();
    if (byte !== BACKSLASH) return put(target, length, byte);
    const escape = this.#next();
    if (escape === 0x75) return this.#unicode(target, length);
    const plain = ESCAPES.get(escape);
    if (plain === undefined) throw damaged();
    return put(target, length, plain);
  }

  #unicode(target: Uint8Array, length: number): number {
    const unit = this.#hex();
    if (unit < 0x80) return put(target, length, unit);
    // `JSON.stringify` escapes control characters and lone surrogates only; the latter have no bytes.
    throw damaged();
  }

  #hex(): number {
    const digits = Buffer.from(this.#json.subarray(this.#at, this.#at + 4)).toString("latin1");
    if (!/^[0-9a-f]{4}$/i.test(digits)) throw damaged();
    this.#at += 4;
    return Number.parseInt(digits, 16);
  }

  #next(): number {
    const byte = this.#json[this.#at];
    if (byte === undefined) throw damaged();
    this.#at += 1;
    return byte;
  }

  #skips(byte: number): boolean {
    const isThere = this.#json[this.#at] === byte;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #expect(byte: number): void {
    if (!this.#skips(byte)) throw damaged();
  }
}

function put(target: Uint8Array, length: number, byte: number): number {
  target[length] = byte;
  return length + 1;
}

function damaged(): VaultError {
  return new VaultError("entry_mismatch");
}
