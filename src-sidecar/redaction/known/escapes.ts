import { BREAK_UNIT } from "./fold.ts";
import { type View, ViewBuilder } from "./view.ts";

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
export function undoEscapes(units: Uint16Array, length: number): View | undefined {
  const escape: Escape = { unit: 0, size: 0 };
  let builder: ViewBuilder | undefined;
  let copied = 0; // units before this are in the view already
  for (let at = 0; at < length; at += 1) {
    if (!mayEscape(units[at] ?? 0)) continue;
    readEscape(units, at, length, escape);
    if (escape.size === 0) continue;
    builder ??= new ViewBuilder(256);
    copied = copyGap(builder, units, copied, at);
    builder.push(escape.unit, at, at + escape.size);
    copied = at + escape.size;
    at = copied - 1;
  }
  if (builder)
    for (let at = copied; at < Math.min(length, copied + CONTEXT); at += 1) builder.push(units[at] ?? 0, at, at + 1);
  return builder;
}

/** Copies what lies between the last escape and the one at `to`; the middle of a long gap is left out. */
function copyGap(builder: ViewBuilder, units: Uint16Array, from: number, to: number): number {
  const isLong = to - from > 2 * CONTEXT;
  const tail = isLong ? to - CONTEXT : from;
  if (isLong && builder.length > 0) {
    for (let at = from; at < from + CONTEXT; at += 1) builder.push(units[at] ?? 0, at, at + 1);
  }
  if (isLong) builder.push(BREAK_UNIT, tail, tail);
  for (let at = tail; at < to; at += 1) builder.push(units[at] ?? 0, at, at + 1);
  return to;
}

function mayEscape(unit: number): boolean {
  return unit === BACKSLASH || unit === PERCENT || unit === AMPERSAND || unit === EQUALS;
}

function readEscape(units: Uint16Array, at: number, length: number, escape: Escape): void {
  escape.size = 0;
  switch (units[at]) {
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
      if (units[at + 1] === 0x0a) [escape.unit, escape.size] = [0x0a, 2];
      else if (units[at + 1] === 0x0d && units[at + 2] === 0x0a) [escape.unit, escape.size] = [0x0a, 3];
      break;
  }
  if (at + escape.size > length) escape.size = 0;
}

function readBackslash(units: Uint16Array, at: number, length: number, escape: Escape): void {
  const next = at + 1 < length ? (units[at + 1] ?? 0) : 0;
  if (next === 0) return;
  const letter = String.fromCharCode(next);
  if (letter === "u" && units[at + 2] === 0x7b) readBraced(units, at, escape);
  else if (letter === "u") readHex(units, at, at + 2, 4, escape);
  else if (letter === "x") readHex(units, at, at + 2, 2, escape);
  else if (letter >= "0" && letter <= "3") readOctal(units, at, escape);
  if (escape.size > 0) return;
  escape.unit = "nrtbfv0\n\r".includes(letter) ? 0x0a : next;
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
  while (end < length && end < at + 10 && units[end] !== 0x3b) end += 1;
  if (units[end] !== 0x3b || end >= length) return;
  const name = String.fromCharCode(...units.subarray(at + 1, end));
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  const unit = digits ? Number.parseInt(digits[1] ?? digits[2] ?? "", digits[1] ? 16 : 10) : NAMED.get(name);
  if (unit === undefined || unit > 0xffff) return;
  escape.unit = unit;
  escape.size = end + 1 - at;
}

export function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
