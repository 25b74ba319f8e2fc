/**
 * Folding makes one scan see through case, white space, zero-width characters and the two alphabets of base64.
 *
 * A unit folds to 0 when it is skipped, else to the unit that stands for it. The same folding is applied to a value when it is
 * learned and to the text that is searched, so a match means equal folded units.
 */
const SKIPPED_RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0x20], // controls and space; NUL among them makes UTF-16 bytes read as text
  [0x7f, 0xa0],
  [0xad, 0xad], // soft hyphen
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xdb40, 0xdb40], // lead of tags and of variation selectors 17 to 256
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
];

/** Stands between pieces of a view that are not neighbours; no value contains it, so no match crosses it. */
export const BREAK_UNIT = 0xffff;

/** Keeps the case. */
export const FOLD_EXACT: Uint16Array = exactTable();

export const FOLD: Uint16Array = foldTable();

function exactTable(): Uint16Array {
  const table = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit);
  for (const [first, last] of SKIPPED_RANGES) table.fill(0, first, last + 1);
  table[0x2d] = 0x2b; // - and + share a place in base64url and base64
  table[0x5f] = 0x2f; // _ and /
  return table;
}

function foldTable(): Uint16Array {
  const table = exactTable();
  for (let unit = 0x41; unit <= 0x5a; unit += 1) table[unit] = unit + 0x20;
  return table;
}

export function foldUnits(units: Uint16Array, table: Uint16Array = FOLD): Uint16Array {
  const folded = new Uint16Array(units.length);
  let length = 0;
  for (const unit of units) {
    const fold = table[unit] ?? 0;
    if (fold !== 0) folded[length++] = fold;
  }
  return folded.subarray(0, length);
}

export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < units.length; index += 1) units[index] = text.charCodeAt(index);
  return units;
}
