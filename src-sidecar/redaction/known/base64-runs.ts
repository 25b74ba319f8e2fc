import { hexDigit } from "./escapes.ts";
import { stretches } from "./stretches.ts";
import type { View } from "./view.ts";

/** Below this a run can not hold twelve bytes in a further encoding, and plain base64 is found without decoding. */
const MIN_RUN = 32;

const SIX_BITS: Int8Array = sixBitsTable();

function sixBitsTable(): Int8Array {
  const table = new Int8Array(0x10000).fill(-1);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (let index = 0; index < 64; index += 1) table[alphabet.charCodeAt(index)] = index;
  table[0x2d] = 62;
  table[0x5f] = 63;
  return table;
}

const IS_BASE64: Uint8Array = Uint8Array.from(SIX_BITS, (bits) => (bits < 0 ? 0 : 1));

/** A run of base64, line breaks left out. */
export interface Run {
  readonly length: number;
  /** What each character stands for, 0 to 63. */
  readonly digits: Uint8Array;
  /** The place of character `index` in the text. */
  place(index: number): number;
}

/** Finds runs of base64; a line of at least `MIN_RUN` characters goes on after a line break and indentation, plain or escaped. */
export function base64Runs(units: Uint16Array, length: number): readonly Run[] {
  const runs: Run[] = [];
  let taken = 0;
  for (const { from, end } of stretches(units, length, IS_BASE64, MIN_RUN)) {
    if (from < taken || isHexOrUuid(units, from, end)) continue;
    const run = wrappedRun(units, from, end, length);
    runs.push(run);
    taken = run.place(run.length - 1) + 1;
  }
  return runs;
}

function lineEnd(units: Uint16Array, from: number, length: number): number {
  let end = from;
  while (end < length && (SIX_BITS[units[end] ?? 0] ?? -1) >= 0) end += 1;
  return end;
}

/** Digests and ids are everywhere and are no base64. */
function isHexOrUuid(units: Uint16Array, from: number, end: number): boolean {
  if (end - from > 128) return false;
  for (let at = from; at < end; at += 1) if (hexDigit(units[at] ?? 0) < 0 && units[at] !== 0x2d) return false;
  return true;
}

function wrappedRun(units: Uint16Array, from: number, firstEnd: number, length: number): Run {
  const lines: [number, number][] = [[from, firstEnd]];
  let [start, end] = [from, firstEnd];
  while (end - start >= MIN_RUN) {
    const next = afterLineBreak(units, end, length);
    if (next === end) break;
    start = next;
    end = lineEnd(units, start, length);
    if (end > start) lines.push([start, end]);
  }
  if (lines.length === 1) {
    return {
      length: firstEnd - from,
      digits: digitsOf(units, from, firstEnd),
      place: (index) => from + index,
    };
  }
  const places = new Uint32Array(lines.reduce((sum, [first, last]) => sum + last - first, 0));
  let count = 0;
  for (const [first, last] of lines) for (let at = first; at < last; at += 1) places[count++] = at;
  const digits = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) digits[index] = SIX_BITS[units[places[index] ?? 0] ?? 0] ?? 0;
  return { length: count, digits, place: (index) => places[index] ?? 0 };
}

function digitsOf(units: Uint16Array, from: number, end: number): Uint8Array {
  const digits = new Uint8Array(end - from);
  for (let at = from; at < end; at += 1) digits[at - from] = SIX_BITS[units[at] ?? 0] ?? 0;
  return digits;
}

/** Where the next line starts, or `at` itself when no line break follows. */
function afterLineBreak(units: Uint16Array, at: number, length: number): number {
  let next = at;
  let hasBreak = false;
  while (next < length && next < at + 24) {
    const unit = units[next];
    const isEscaped = unit === 0x5c && (units[next + 1] === 0x6e || units[next + 1] === 0x72);
    if (unit === 0x0a || isEscaped) hasBreak = true;
    else if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) break;
    next += isEscaped ? 2 : 1;
  }
  return hasBreak ? next : at;
}

/** Decodes at most `limit` characters of a run, from its character `phase` (0 to 3) on, into bytes, one a unit. */
export function decodeRun(run: Run, phase: number, limit = run.length): View {
  const { digits } = run;
  const end = Math.min(run.length, limit);
  const length = Math.floor((Math.max(0, end - phase) * 3) / 4);
  const bytes = new Uint16Array(length);
  let count = 0;
  for (let at = phase; at < end; at += 4, count += 3) {
    const word =
      ((digits[at] ?? 0) << 18) | ((digits[at + 1] ?? 0) << 12) | ((digits[at + 2] ?? 0) << 6) | (digits[at + 3] ?? 0);
    // What does not fit any more is dropped: writes behind the end of a typed array do nothing.
    bytes[count] = word >>> 16;
    bytes[count + 1] = (word >>> 8) & 0xff;
    bytes[count + 2] = word & 0xff;
  }
  return {
    units: bytes,
    length,
    from: (byte) => run.place(phase + Math.floor((byte * 8) / 6)),
    to: (byte) => run.place(phase + Math.floor((byte * 8 + 7) / 6)) + 1,
  };
}

/** Whether most of the start of a decoded run reads as text; binary data has no further layers. */
export function isTextual(view: View): boolean {
  const length = Math.min(view.length, 256);
  let printable = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = view.units[at] ?? 0;
    if ((unit >= 0x20 && unit < 0x7f) || unit === 0x0a || unit === 0x0d || unit === 0x09) printable += 1;
  }
  return length >= 8 && printable >= length * 0.9;
}
