import { BREAK_UNIT } from "./fold.ts";
import { hexDigit } from "./escapes.ts";
import { stretches } from "./stretches.ts";
import { type View, ViewBuilder } from "./view.ts";

/** Twelve bytes, the least that a part of a value may be, take this many digits. */
const MIN_DIGITS = 24;
const MAX_SEPARATORS = 6;

const DIGIT = 1;
const SEPARATOR = 2;
const LETTER_X = 3;

const CLASSES: Uint8Array = hexClasses();

function hexClasses(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  for (let unit = 0; unit < 128; unit += 1) if (hexDigit(unit) >= 0) classes[unit] = DIGIT;
  for (const separator of " \t\r\n:-,;") classes[separator.charCodeAt(0)] = SEPARATOR;
  classes[0x78] = LETTER_X;
  classes[0x58] = LETTER_X;
  return classes;
}

/** Undoes hex: runs of pairs with or without separators (`7365`, `73 65`, `73:65`, `0x73, 0x65`), on both phases. */
export function undoHex(units: Uint16Array, length: number, view: ViewBuilder): void {
  view.clear();
  for (const { from, end } of stretches(units, length, CLASSES, MIN_DIGITS)) {
    for (const places of digitRuns(units, from, end)) if (places.length >= MIN_DIGITS) pushHex(view, units, places);
  }
}

/** Where the digits are, without the 0 of each `0x`, apart where the separators between them get too many. */
function digitRuns(units: Uint16Array, from: number, end: number): readonly (readonly number[])[] {
  const runs: number[][] = [[]];
  let places: number[] = runs[0] ?? [];
  for (let at = from; at < end; at += 1) {
    const kind = CLASSES[units[at] ?? 0];
    if (kind === LETTER_X && units[at - 1] === 0x30) places.pop();
    if (kind !== DIGIT) continue;
    if (places.length > 0 && at - (places.at(-1) ?? 0) > MAX_SEPARATORS + 1) runs.push((places = []));
    places.push(at);
  }
  return runs;
}

function pushHex(builder: ViewBuilder, units: Uint16Array, places: readonly number[]): void {
  for (const phase of [0, 1]) {
    builder.push(BREAK_UNIT, places[0] ?? 0, places[0] ?? 0);
    for (let index = phase; index + 1 < places.length; index += 2) {
      const [high, low] = [places[index] ?? 0, places[index + 1] ?? 0];
      builder.push(hexDigit(units[high] ?? 0) * 16 + hexDigit(units[low] ?? 0), high, low + 1);
    }
  }
}

const HEX_DUMP_LINE = /^[0-9a-f]{4,16}:?[ \t]{1,3}((?:[0-9a-f]{2,4}[ \t]{1,2}){3,16}(?:[0-9a-f]{2,4})?).*$/gim;

/** A line of a dump has eight bytes or more, in pairs or fours with blanks between them. */
const LEAST_LINE = 20;
const DUMP_CLASSES: Uint8Array = Uint8Array.from(CLASSES, (kind, unit) =>
  kind === DIGIT || unit === 0x20 || unit === 0x09 ? 1 : 0,
);

/** Undoes hex dumps (`xxd`, `hexdump -C`). A hit takes its whole lines, because the text column shows the value again. */
export function undoHexDump(text: string, units: Uint16Array): View | undefined {
  if (stretches(units, text.length, DUMP_CLASSES, LEAST_LINE).length === 0) return undefined;
  let builder: ViewBuilder | undefined;
  let lastEnd = 0;
  for (const line of text.matchAll(HEX_DUMP_LINE)) {
    const bytes = Buffer.from((line[1] ?? "").replace(/\s/g, ""), "hex");
    const end = line.index + line[0].length;
    builder ??= new ViewBuilder();
    if (line.index > lastEnd + 2) builder.push(BREAK_UNIT, line.index, line.index);
    for (const byte of bytes) builder.push(byte, line.index, end);
    lastEnd = end;
  }
  return builder;
}

/** Eight numbers of two digits, and the commas between them. */
const LEAST_LIST = 23;
const LIST_CLASSES: Uint8Array = listClasses();
const BYTE_LIST = /\d{1,3}(?:\s{0,8},\s{0,8}\d{1,3}){7,}/g;

function listClasses(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  for (const letter of "0123456789, \t\r\n") classes[letter.charCodeAt(0)] = 1;
  return classes;
}

/** Undoes lists of decimal bytes: `[115, 101, 99]`, `{"type":"Buffer","data":[…]}`. */
export function undoByteLists(text: string, units: Uint16Array): View | undefined {
  let builder: ViewBuilder | undefined;
  for (const { from, end } of stretches(units, text.length, LIST_CLASSES, LEAST_LIST)) {
    for (const list of text.slice(from, end).matchAll(BYTE_LIST)) {
      builder ??= new ViewBuilder();
      builder.push(BREAK_UNIT, from + list.index, from + list.index);
      for (const number of list[0].matchAll(/\d+/g)) {
        const start = from + list.index + number.index;
        builder.push(Math.min(Number(number[0]), BREAK_UNIT), start, start + number[0].length);
      }
    }
  }
  return builder;
}
