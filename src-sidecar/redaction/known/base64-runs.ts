import { type View, ViewBuilder } from "./view.ts";

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

/** The places of the characters of one base64 run, line breaks left out. */
export type Run = Uint32Array;

/** Finds runs of base64; a line of at least `MIN_RUN` characters goes on after a line break and indentation, plain or escaped. */
export function* base64Runs(units: Uint16Array, length: number): Generator<Run> {
  let at = 0;
  while (at < length) {
    // A run of MIN_RUN covers a multiple of MIN_RUN: most text is skipped by looking at few units.
    const probe = at + MIN_RUN - 1;
    if (probe >= length) return;
    if ((SIX_BITS[units[probe] ?? 0] ?? -1) < 0) {
      at = probe + 1;
      continue;
    }
    let from = probe;
    while (from > at && (SIX_BITS[units[from - 1] ?? 0] ?? -1) >= 0) from -= 1;
    const end = lineEnd(units, probe, length);
    if (end - from < MIN_RUN) {
      at = end + 1;
      continue;
    }
    const places = wrappedRun(units, from, end, length);
    yield places;
    at = (places.at(-1) ?? end) + 1;
  }
}

function lineEnd(units: Uint16Array, from: number, length: number): number {
  let end = from;
  while (end < length && (SIX_BITS[units[end] ?? 0] ?? -1) >= 0) end += 1;
  return end;
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
  const places = new Uint32Array(lines.reduce((sum, [first, last]) => sum + last - first, 0));
  let count = 0;
  for (const [first, last] of lines) for (let at = first; at < last; at += 1) places[count++] = at;
  return places;
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

/** Decodes a run from its character `phase` (0 to 3) on. */
export function decodeRun(units: Uint16Array, run: Run, phase: number): View {
  const builder = new ViewBuilder(Math.ceil((run.length * 3) / 4) + 1);
  let bits = 0;
  let held = 0;
  for (let index = phase; index < run.length; index += 1) {
    bits = ((bits << 6) | (SIX_BITS[units[run[index] ?? 0] ?? 0] ?? 0)) & 0xfffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    // The byte began in the character before, unless it starts with this one's predecessor's end; two characters always hold it.
    builder.push((bits >> held) & 0xff, run[index - 1] ?? 0, (run[index] ?? 0) + 1);
  }
  return builder.build();
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
