import { BREAK_UNIT } from "./fold.ts";
import { hexDigit } from "./escapes.ts";
import { type View, ViewBuilder } from "./view.ts";

/** Twelve bytes, the least that a part of a value may be, take this many digits. */
const MIN_DIGITS = 24;
const MAX_SEPARATORS = 6;

/**
 * Undoes hex: runs of pairs with or without separators (`7365`, `73 65`, `73:65`, `0x73, 0x65`), on both phases.
 */
export function undoHex(units: Uint16Array, length: number): View | undefined {
  let builder: ViewBuilder | undefined;
  let places: number[] = [];
  let gap = 0;
  for (let at = 0; at <= length; at += 1) {
    const unit = at < length ? (units[at] ?? 0) : BREAK_UNIT;
    if (hexDigit(unit) >= 0) {
      places.push(at);
      gap = 0;
    } else if (places.length > 0) {
      gap += 1;
      if ((unit | 0x20) === 0x78 && units[at - 1] === 0x30) places.pop();
      else if (gap <= MAX_SEPARATORS && isSeparator(unit)) continue;
      else {
        if (places.length >= MIN_DIGITS) pushHex((builder ??= new ViewBuilder(1024)), units, places);
        places = [];
      }
    }
  }
  return builder?.build();
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

function isSeparator(unit: number): boolean {
  return " \t\r\n:-,;".includes(String.fromCharCode(unit));
}

const HEX_DUMP_LINE = /^[0-9a-f]{4,16}:?[ \t]{1,3}((?:[0-9a-f]{2,4}[ \t]{1,2}){3,16}(?:[0-9a-f]{2,4})?).*$/gim;

/** Undoes hex dumps (`xxd`, `hexdump -C`). A hit takes its whole lines, because the text column shows the value again. */
export function undoHexDump(text: string): View | undefined {
  let builder: ViewBuilder | undefined;
  let lastEnd = 0;
  for (const line of text.matchAll(HEX_DUMP_LINE)) {
    const bytes = Buffer.from((line[1] ?? "").replace(/\s/g, ""), "hex");
    const end = line.index + line[0].length;
    builder ??= new ViewBuilder(1024);
    if (line.index > lastEnd + 2) builder.push(BREAK_UNIT, line.index, line.index);
    for (const byte of bytes) builder.push(byte, line.index, end);
    lastEnd = end;
  }
  return builder?.build();
}

const BYTE_LIST = /\d{1,3}(?:\s{0,8},\s{0,8}\d{1,3}){7,}/g;

/** Undoes lists of decimal bytes: `[115, 101, 99]`, `{"type":"Buffer","data":[…]}`. */
export function undoByteLists(text: string): View | undefined {
  let builder: ViewBuilder | undefined;
  for (const list of text.matchAll(BYTE_LIST)) {
    builder ??= new ViewBuilder(1024);
    builder.push(BREAK_UNIT, list.index, list.index);
    for (const number of list[0].matchAll(/\d+/g)) {
      const from = list.index + number.index;
      builder.push(Math.min(Number(number[0]), BREAK_UNIT), from, from + number[0].length);
    }
  }
  return builder?.build();
}
