const LF = 0x0a;
const EDGE_BYTES = 256;

export interface LineEvents {
  onLine(line: string): void;
  /** A line was longer than allowed and is dropped; its first and last bytes are handed over. */
  onTooLong(start: string, end: string): void;
}

/**
 * Cuts a byte stream into lines of at most `maxBytes`. A longer line is dropped as it comes, so it costs no memory; the lines after it are
 * read as usual.
 */
export class LineReader {
  readonly #maxBytes: number;
  readonly #events: LineEvents;
  /** The beginning of a line whose end has not come: the first `#size` bytes. */
  #held = Buffer.alloc(0);
  #size = 0;
  /** Set while a line that is too long goes by. */
  #edges: { readonly start: Buffer; end: Buffer; bytes: number } | null = null;

  constructor(maxBytes: number, events: LineEvents) {
    this.#maxBytes = maxBytes;
    this.#events = events;
  }

  /** How many bytes of a line without an end have come. */
  get pendingBytes(): number {
    return this.#edges?.bytes ?? this.#size;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      this.#finish(chunk.subarray(from, end));
      from = end + 1;
    }
    if (from < chunk.byteLength) this.#keep(chunk.subarray(from));
  }

  #finish(rest: Buffer): void {
    if (this.#size === 0 && !this.#edges && rest.byteLength <= this.#maxBytes) {
      return this.#events.onLine(rest.toString("utf8"));
    }
    this.#keep(rest);
    const edges = this.#edges;
    const line = edges ? null : this.#held.toString("utf8", 0, this.#size);
    this.#edges = null;
    this.#size = 0;
    // A buffer that one large line needed is not kept for the small ones after it.
    if (this.#held.byteLength > 65_536) this.#held = Buffer.alloc(0);
    if (edges) return this.#events.onTooLong(edges.start.toString("latin1"), edges.end.toString("latin1"));
    if (line !== null) this.#events.onLine(line);
  }

  #keep(part: Buffer): void {
    if (this.#edges) {
      this.#edges.bytes += part.byteLength;
      this.#edges.end = lastBytes(Buffer.concat([this.#edges.end, lastBytes(part)]));
      return;
    }
    const size = this.#size + part.byteLength;
    if (size > this.#held.byteLength) this.#grow(size);
    part.copy(this.#held, this.#size);
    this.#size = size;
    if (size <= this.#maxBytes) return;
    const start = Buffer.from(this.#held.subarray(0, EDGE_BYTES));
    this.#edges = { start, end: lastBytes(this.#held.subarray(0, size)), bytes: size };
    this.#held = Buffer.alloc(0);
    this.#size = 0;
  }

  #grow(needed: number): void {
    // Doubling keeps a line that drips in byte by byte linear.
    const grown = Buffer.allocUnsafeSlow(Math.max(4096, needed, this.#held.byteLength * 2));
    this.#held.copy(grown, 0, 0, this.#size);
    this.#held = grown;
  }
}

const lastBytes = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(Math.max(0, bytes.byteLength - EDGE_BYTES)));
