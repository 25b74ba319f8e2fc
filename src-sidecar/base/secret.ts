const REDACTED = "[REDACTED]";

/**
 * Bytes that must not be seen: they print as `[REDACTED]`, cannot be cloned across a port, and are wiped after use.
 *
 * The bytes live in a buffer of their own, never in Node's shared pool, so that wiping leaves no copy behind.
 */
export class Secret {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #isWiped = false;

  private constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** Copies `source` into a buffer of its own and wipes `source`. */
  static take(source: Uint8Array): Secret {
    const bytes = new Uint8Array(new ArrayBuffer(source.byteLength));
    bytes.set(source);
    source.fill(0);
    return new Secret(bytes);
  }

  /** Encodes `text` as UTF-8. The string itself stays with the garbage collector: only doors may call this. */
  static fromText(text: string): Secret {
    const bytes = new Uint8Array(new ArrayBuffer(Buffer.byteLength(text)));
    new TextEncoder().encodeInto(text, bytes);
    return new Secret(bytes);
  }

  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  /**
   * The bytes themselves. Only `vault/seal.ts`, `oauth/token-request.ts` and `calls/authorize.ts` may call this (lint rule `makers`).
   *
   * @throws {Error} `internal: secret used after it was wiped`.
   */
  reveal(): Uint8Array<ArrayBuffer> {
    if (this.#isWiped) throw new Error("internal: secret used after it was wiped");
    return this.#bytes;
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#isWiped = true;
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
