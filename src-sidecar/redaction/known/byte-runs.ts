import { BREAK_UNIT } from "./fold.ts";
import { hexDigit } from "./escapes.ts";
import { stretches, type Stretch } from "./stretches.ts";
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

/** Where hex may be: all that is made of digits and separators and is long enough. */
export function hexStretches(units: Uint16Array, length: number): readonly Stretch[] {
  return stretches(units, length, CLASSES, MIN_DIGITS);
}

/** Undoes hex: runs of pairs with or without separators (`7365`, `73 65`, `73:65`, `0x73, 0x65`), on both phases. */
export function undoHex(units: Uint16Array, found: readonly Stretch[], view: ViewBuilder): void {
  view.clear();
  for (const stretch of found) if (hasDigits(units, stretch)) pushStretch(view, units, stretch);
}

/** Whether a stretch has as many digits as a part of a value takes; most moments and addresses have not. */
function hasDigits(units: Uint16Array, { from, end }: Stretch): boolean {
  let count = 0;
  for (let at = from; at < end && count < MIN_DIGITS; at += 1) if (CLASSES[units[at] ?? 0] === DIGIT) count += 1;
  return count >= MIN_DIGITS;
}

/** Takes the digits of a stretch, without the 0 of each `0x`, apart where the separators between them get too many. */
function pushStretch(view: ViewBuilder, units: Uint16Array, { from, end }: Stretch): void {
  const places = new Uint32Array(end - from);
  let count = 0;
  for (let at = from; at < end; at += 1) {
    const kind = CLASSES[units[at] ?? 0];
    if (kind === LETTER_X && units[at - 1] === 0x30 && count > 0) count -= 1;
    if (kind !== DIGIT) continue;
    if (count > 0 && at - (places[count - 1] ?? 0) > MAX_SEPARATORS + 1) {
      pushDigits(view, units, places, count);
      count = 0;
    }
    places[count++] = at;
  }
  pushDigits(view, units, places, count);
}

function pushDigits(view: ViewBuilder, units: Uint16Array, places: Uint32Array, count: number): void {
  if (count < MIN_DIGITS) return;
  for (const phase of [0, 1]) {
    view.push(BREAK_UNIT, places[0] ?? 0, places[0] ?? 0);
    for (let index = phase; index + 1 < count; index += 2) {
      const [high, low] = [places[index] ?? 0, places[index + 1] ?? 0];
      view.push((VALUES[units[high] ?? 0] ?? 0) * 16 + (VALUES[units[low] ?? 0] ?? 0), high, low + 1);
    }
  }
}

const VALUES: Uint8Array = Uint8Array.from({ length: 0x10000 }, (_, unit) => Math.max(0, hexDigit(unit)));

/** One line with its line break; sticky, so that lines that follow each other read on as one. */
const HEX_DUMP_LINE =
  /[ \t]{0,16}[0-9a-f]{4,16}:?[ \t]{1,3}((?:[0-9a-f]{2,4}[ \t]{1,2}){1,16}(?:[0-9a-f]{2,4})?)[^\n]{0,400}\n?/iy;

/** A line of a dump has at least this many blanks between its pairs or fours. */
const LEAST_BLANKS = 3;

/** Undoes hex dumps (`xxd`, `hexdump -C`). A hit takes its whole lines, because the text column shows the value again. */
export function undoHexDump(text: string, found: readonly Stretch[]): View | undefined {
  const builder = new ViewBuilder(16);
  let lastEnd = 0;
  for (const { from, end } of found) {
    if (from < lastEnd || blanks(text, from, end) < LEAST_BLANKS) continue;
    // A line of a dump starts with what a stretch is made of, and so does the break before it.
    for (let at = lineStart(text, from, end); at < end; at = lineStart(text, Math.max(at + 1, lastEnd), end))
      lastEnd = Math.max(lastEnd, pushDumpLines(text, at, builder));
  }
  return builder.length > 0 ? builder : undefined;
}

/** The first start of a line at or behind `at` and before `end`; `end` when there is none. */
function lineStart(text: string, at: number, end: number): number {
  for (let start = at; start < end; start += 1) if (start === 0 || text.charCodeAt(start - 1) === 0x0a) return start;
  return end;
}

/** Takes the lines that follow each other from `start` on. @returns where the last of them ends; 0 when there is none. */
function pushDumpLines(text: string, start: number, builder: ViewBuilder): number {
  let lastEnd = 0;
  HEX_DUMP_LINE.lastIndex = start;
  for (let line = HEX_DUMP_LINE.exec(text); line; line = HEX_DUMP_LINE.exec(text)) {
    if (lastEnd === 0) builder.push(BREAK_UNIT, line.index, line.index);
    lastEnd = HEX_DUMP_LINE.lastIndex;
    for (const byte of Buffer.from((line[1] ?? "").replace(/\s/g, ""), "hex")) builder.push(byte, line.index, lastEnd);
  }
  return lastEnd;
}

function blanks(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end && count < LEAST_BLANKS; at += 1) if (text.charCodeAt(at) === 0x20) count += 1;
  return count;
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
