import type { Frame } from "../../src-contract/host.ts";

/** The limit of the people's door; a peer that announces more is no studio. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const HEADER_BYTES = 5;
const TEXT = 0;
const BYTES = 1;

/** A frame that breaks the rules of `people.sock`: nothing after it can be understood. */
class FrameError extends Error {}

/** Writes a frame as `src-contract/host.ts` says. @throws {FrameError} It is longer than 8 MiB. */
export function encodeFrame(frame: Frame): Buffer {
  const payload = typeof frame === "string" ? Buffer.from(frame, "utf8") : frame;
  if (payload.byteLength > MAX_FRAME_BYTES) throw new FrameError("a frame is longer than 8 MiB");
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(payload.byteLength, 0);
  header.writeUInt8(typeof frame === "string" ? TEXT : BYTES, 4);
  return Buffer.concat([header, payload]);
}

/** Puts frames together from whatever pieces a socket delivers. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #size = 0;

  /** @throws {FrameError} */
  *push(piece: Buffer): Generator<Frame> {
    this.#pieces.push(piece);
    this.#size += piece.byteLength;
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) yield frame;
  }

  #take(): Frame | undefined {
    if (this.#size < HEADER_BYTES) return undefined;
    const header = this.#peek(HEADER_BYTES);
    const length = header.readUInt32BE(0);
    const kind = header.readUInt8(4);
    if (length > MAX_FRAME_BYTES || kind > BYTES) throw new FrameError("what came is no frame of the people's door");
    if (this.#size < HEADER_BYTES + length) return undefined;
    const whole = this.#peek(this.#size);
    const rest = whole.subarray(HEADER_BYTES + length);
    const payload = whole.subarray(HEADER_BYTES, HEADER_BYTES + length);
    this.#pieces = rest.byteLength === 0 ? [] : [rest];
    this.#size = rest.byteLength;
    return kind === TEXT ? payload.toString("utf8") : new Uint8Array(payload);
  }

  /** At least the first `bytes` bytes in one buffer. */
  #peek(bytes: number): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && first.byteLength >= bytes) return first;
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [whole];
    return whole;
  }
}
