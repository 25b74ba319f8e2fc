import { BREAK_UNIT } from "./fold.ts";
import type { ViewBuilder } from "./view.ts";

/** Enough to hold the eleven folded units that a window may need on each side of an escape. */
const CONTEXT = 24;

const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", sol: "/", plus: "+", equals: "=", num: "#" },
    ...{ dollar: "$", percnt: "%", excl: "!", commat: "@", lowbar: "_", ast: "*", lpar: "(", rpar: ")", colon: ":" },
    ...{ semi: ";", comma: ",", period: ".", quest: "?", lsqb: "[", lbrack: "[", rsqb: "]", rbrack: "]", lcub: "{" },
    ...{ lbrace: "{", rcub: "}", rbrace: "}", bsol: "\\", Hat: "^", grave: "`", vert: "|", verbar: "|", dash: "-" },
    ...{ hyphen: "-", Tab: "\t", NewLine: "\n" },
  }).map(([name, text]) => [name, text.charCodeAt(0)]),
);

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** The escape that starts at `at`: what it stands for and how many units it takes; `size` 0 when it is none. */
interface Escape {
  unit: number;
  size: number;
}

/**
 * Undoes one layer of JSON and C escapes, percent-encoding, HTML entities and quoted-printable line breaks.
 *
 * Only the surroundings of escapes are in the view: the rest reads the same in the layer above.
 */
export function undoEscapes(units: Uint16Array, length: number, view: ViewBuilder): void {
  const escape: Escape = { unit: 0, size: 0 };
  let copied = 0; // units before this are in the view already
  view.clear();
  for (let at = nextLead(units, 0, length); at < length; at = nextLead(units, at, length)) {
    readEscape(units, at, length, escape);
    if (escape.size === 0) {
      at += 1;
      continue;
    }
    copyGap(view, units, copied, at);
    view.push(escape.unit, at, at + escape.size);
    at += escape.size;
    copied = at;
  }
  if (view.length > 0) view.copy(units, copied, Math.min(length, copied + CONTEXT));
}

/** A loop of its own, which the compiler keeps tight. */
function nextLead(units: Uint16Array, from: number, length: number): number {
  let at = from;
  while (at < length && LEADS[units[at] ?? 0] === 0) at += 1;
  return at;
}

/** Copies what lies between the last escape and the one at `to`; the middle of a long gap is left out. */
function copyGap(builder: ViewBuilder, units: Uint16Array, from: number, to: number): void {
  if (to - from <= 2 * CONTEXT) {
    builder.copy(units, from, to);
    return;
  }
  if (builder.length > 0) builder.copy(units, from, from + CONTEXT);
  builder.push(BREAK_UNIT, to - CONTEXT, to - CONTEXT);
  builder.copy(units, to - CONTEXT, to);
}

const LEADS: Uint8Array = leads();

function leads(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const unit of [BACKSLASH, PERCENT, AMPERSAND, EQUALS]) table[unit] = 1;
  return table;
}

function readEscape(units: Uint16Array, at: number, length: number, escape: Escape): void {
  escape.size = 0;
  switch (units[at] ?? 0) {
    case BACKSLASH:
      readBackslash(units, at, length, escape);
      break;
    case PERCENT:
      if (units[at + 1] === 0x75) readHex(units, at, at + 2, 4, escape);
      else readHex(units, at, at + 1, 2, escape);
      break;
    case AMPERSAND:
      readEntity(units, at, length, escape);
      break;
    case EQUALS:
      escape.unit = 0x0a;
      if (units[at + 1] === 0x0a) escape.size = 2;
      else if (units[at + 1] === 0x0d && units[at + 2] === 0x0a) escape.size = 3;
      break;
  }
  if (at + escape.size > length) escape.size = 0;
}

/** By the letter behind a backslash: what it stands for. Blanks may all be one: folding skips them. */
const LETTERS: Uint16Array = letterTable();

function letterTable(): Uint16Array {
  const table = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit);
  for (const letter of "nrtbfv0\n\r") table[letter.charCodeAt(0)] = 0x0a;
  return table;
}

function readBackslash(units: Uint16Array, at: number, length: number, escape: Escape): void {
  if (at + 1 >= length) return;
  const next = units[at + 1] ?? 0;
  if (next === 0x75) {
    if (units[at + 2] === 0x7b) readBraced(units, at, escape);
    else readHex(units, at, at + 2, 4, escape);
  } else if (next === 0x78) readHex(units, at, at + 2, 2, escape);
  else if (next >= 0x30 && next <= 0x33) readOctal(units, at, escape);
  if (escape.size > 0) return;
  escape.unit = LETTERS[next] ?? 0;
  escape.size = 2;
}

function readHex(units: Uint16Array, at: number, from: number, digits: number, escape: Escape): void {
  let value = 0;
  for (let index = from; index < from + digits; index += 1) {
    const digit = hexDigit(units[index] ?? 0);
    if (digit < 0) return;
    value = value * 16 + digit;
  }
  escape.unit = value;
  escape.size = from + digits - at;
}

function readBraced(units: Uint16Array, at: number, escape: Escape): void {
  let value = 0;
  let index = at + 3;
  for (; index < at + 9 && hexDigit(units[index] ?? 0) >= 0; index += 1)
    value = value * 16 + hexDigit(units[index] ?? 0);
  if (index === at + 3 || units[index] !== 0x7d || value > 0xffff) return;
  escape.unit = value;
  escape.size = index + 1 - at;
}

function readOctal(units: Uint16Array, at: number, escape: Escape): void {
  let value = 0;
  for (let index = at + 1; index < at + 4; index += 1) {
    const digit = (units[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) return;
    value = value * 8 + digit;
  }
  escape.unit = value;
  escape.size = 4;
}

function readEntity(units: Uint16Array, at: number, length: number, escape: Escape): void {
  let end = at + 1;
  while (end < length && end < at + 10 && isEntityUnit(units[end] ?? 0)) end += 1;
  if (units[end] !== 0x3b || end >= length || end < at + 3) return;
  const name = String.fromCharCode(...units.subarray(at + 1, end));
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  const unit = digits ? Number.parseInt(digits[1] ?? digits[2] ?? "", digits[1] ? 16 : 10) : NAMED.get(name);
  if (unit === undefined || unit > 0xffff) return;
  escape.unit = unit;
  escape.size = end + 1 - at;
}

function isEntityUnit(unit: number): boolean {
  return unit === 0x23 || (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);
}

export function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
