import type { Place } from "./assigned-value.ts";
import { isMixed, isUuid, looksRandom } from "./random-text.ts";

/** How far behind its word a secret may stand in a sentence or a line of a log. */
const REACH = 40;
const SHORTEST = 16;
const LONGEST = 512;

/** By unit: 1 may stand in a value, 2 ends the look: another sentence, setting or element. 0 is everything else. */
const UNITS: Uint8Array = unitsTable();

function unitsTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const letter of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_+/~-.")
    table[letter.charCodeAt(0)] = 1;
  for (const letter of "\n;{}<>=&@#") table[letter.charCodeAt(0)] = 2;
  return table;
}

const OTHER =
  /(?::(?:track|album|artist|playlist|episode|user):|\b(?:id|ids|sha|commit|hash|digest|checksum|file|path|url|uri|version|user|request|trace|page|cursor|at|in|from|for id)["'`]?[ \t:=(]{1,3}["'`]?)$/i;

/**
 * A random text soon behind a secret's word, where no sign joins them: `token 9fK… was revoked`, `API key for staging: 9fK…`.
 *
 * There is less to go by than behind a sign, so ids and digests are let go.
 */
export function nearValue(
  text: string,
  { from, to }: Place,
): { readonly start: number; readonly end: number } | undefined {
  // A part of a path or an address.
  if ("/.@".includes(text.charAt(from - 1) || " ")) return undefined;
  const limit = Math.min(text.length, to + REACH);
  for (let start = to; start < limit; start += 1) {
    const unit = UNITS[text.charCodeAt(start)] ?? 0;
    if (unit === 2) return undefined;
    if (unit === 0) continue;
    const end = runEnd(text, start);
    if (end - start >= SHORTEST) return isNear(text, to, start, end) ? { start, end: paddedEnd(text, end) } : undefined;
    // The period of a sentence.
    if (text[end - 1] === ".") return undefined;
    start = end - 1;
  }
  return undefined;
}

function runEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST);
  let end = start;
  while (end < limit && UNITS[text.charCodeAt(end)] === 1) end += 1;
  return end;
}

function paddedEnd(text: string, end: number): number {
  const before = /[.-]$/.test(text.slice(end - 1, end)) ? end - 1 : end;
  return before < end ? before : end + (/^={1,2}/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
}

function isNear(text: string, to: number, start: number, end: number): boolean {
  const value = text.slice(start, end).replace(/[.-]+$/, "");
  return (
    value.length >= SHORTEST &&
    isLoose(value) &&
    !OTHER.test(text.slice(to, start)) &&
    !text.slice(to, start).includes("ENC[")
  );
}

function isLoose(value: string): boolean {
  if (isUuid(value) || /^(?:sha[0-9]+[:-]|https?:)/.test(value) || /[/.].*[/.]/.test(value)) return false;
  if (/^[0-9a-f]+$/i.test(value)) return /^(?:.{32}|.{40}|.{48}|.{64})$/.test(value) && /[a-f]/i.test(value);
  return looksRandom(value) && (isMixed(value) || value.length >= 20);
}
