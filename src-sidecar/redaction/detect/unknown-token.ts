import { stretches } from "../known/stretches.ts";
import type { SourceText } from "../known/known-values.ts";
import { RANK, type RankedFinding } from "../scan/detector.ts";
import { isIdPrefix, isSecretPrefix } from "./token-prefix.ts";
import { isMixed, isUuid, looksRandom } from "./random-text.ts";

export const UNKNOWN_TOKEN = "unknown-token";

/** Shorter tokens without a known format can not be told from names. */
const SHORTEST = 20;
const LONGEST = 1024;
const CLASSES: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const letter of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_")
    table[letter.charCodeAt(0)] = 1;
  return table;
}

/**
 * Tokens of vendors without a rule: a short prefix, a `_`, `-` or `.`, and an ending that only a generator writes.
 *
 * Nothing is found by randomness alone: ids, digests and compressed files are random too. The prefix must not be one of theirs, and
 * the name before it, if there is one, must not say that it is one.
 */
export function findUnknownTokens({ text, units }: SourceText, findings: RankedFinding[]): void {
  for (const { from, end } of stretches(units, text.length, CLASSES, SHORTEST)) {
    const size = end - from;
    if (size > LONGEST) continue;
    const start = from + escapeBefore(text, from);
    const token = tokenAt(text, start, end);
    if (token) findings.push({ kind: UNKNOWN_TOKEN, start: token.start, end: token.end, rank: RANK.setting });
  }
}

/** The letter of `\n` and the digits of `%20` before a token are no part of it. */
function escapeBefore(text: string, from: number): number {
  const sign = text[from - 1];
  if (sign === "\\") return "nrtbf".includes(text.charAt(from)) ? 1 : 0;
  return sign === "%" && /^[0-9A-F]{2}/i.test(text.slice(from, from + 2)) ? 2 : 0;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function tokenAt(text: string, from: number, end: number): Span | undefined {
  const run = text.slice(from, end);
  const before = text[from - 1] ?? "";
  const after = text[end] ?? "";
  // Inside base64, of a path or of a longer dotted name that is no token.
  if (before === "+" || before === "/" || before === "@") return undefined;
  const prefix = prefixSize(run);
  if (prefix > 0 && isToken(run, prefix, after)) {
    return hasOtherName(text, from) ? undefined : { start: from, end: endOf(text, end) };
  }
  return dottedToken(text, from, end);
}

/** How much of a run is words with a sign behind each, before what may be random. */
function prefixSize(run: string): number {
  let size = 0;
  for (let words = 0; words < 4; words += 1) {
    const word = WORD.exec(run.slice(size, size + 20))?.[0];
    if (word === undefined || run.length - size - word.length < 16) return size;
    size += word.length;
  }
  return size;
}

/** `abc_`, `v1_`, `api03-`, `us1_`: letters, few digits behind them, a sign. */
const WORD = /^(?:[A-Za-z]{1,15}[0-9]{0,2}|[A-Za-z][0-9][A-Za-z]{1,3})[_-]/;

function isToken(run: string, prefix: number, after: string): boolean {
  const head = run.slice(0, prefix);
  const tail = run.slice(prefix);
  if (tail.length < 16 || isIdPrefix(head)) return false;
  const isSecret = isSecretPrefix(head);
  if (isUuid(tail)) return isSecret || head.endsWith("_");
  if (after === "+" || after === "/") return isSecret && looksRandom(tail) && isMixed(tail);
  if (!looksRandom(tail)) return false;
  if (isSecret) return true;
  if (isMixed(tail)) return tail.length >= 20;
  // One case only: digests and generated names look like this as well.
  const isOneWord = !/[_-]/.test(tail) || /^[A-Za-z0-9]{20,}[_-]/.test(tail);
  if (/^[0-9a-f]+$/i.test(tail)) return head.endsWith("_") && tail.length >= 28 && head.length <= 12;
  return isOneWord && tail.length >= (head.endsWith("_") ? 24 : 28);
}

/** A name before the token that says it is something else: `id`, `cursor`, `sha`. */
const OTHER_NAME =
  /(?:\bid|[a-z]I[dD]|I[dD]s|_ids?|cursor|page_?token|continuation_?token|next_?token|digest|checksum|integrity|sha[0-9]*|hash|etag|nonce|fingerprint|version|image|tag|path|file(?:_?name)?|slug|branch|commit|ref|url|href|src|class|selector|public_?key|publishable_?key|site_?key)["'`\\\]]{0,4}\s{0,3}(?:=>|[:=])\s{0,3}["'`\\[]{0,4}$/i;

function hasOtherName(text: string, from: number): boolean {
  return OTHER_NAME.test(text.slice(Math.max(0, from - 48), from));
}

const MORE = /(?:[.:]{1,2}[A-Za-z0-9_-]{3,512}){0,3}[A-Za-z0-9+/]{0,512}={0,2}/y;

/** Where a token ends whose first part ends at `end`: further parts behind a period, and padding. */
function endOf(text: string, end: number): number {
  MORE.lastIndex = end;
  const more = MORE.exec(text)?.[0] ?? "";
  const isPart =
    /^(?:[.:]{1,2}(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{6,}|[.][a-z]{2}[0-9]?(?![A-Za-z0-9_.-]))+={0,2}$|^[+/][A-Za-z0-9+/]{0,511}={0,2}$|^={1,2}$/;
  return isPart.test(more) ? end + more.length : end;
}

/** `head.random.random` and `word.random`: parts behind periods, of which the longest are random. */
function dottedToken(text: string, from: number, end: number): Span | undefined {
  const part = text.slice(from, end);
  const before = text[from - 1];
  if ((before !== "." && before !== ":") || !looksRandom(part) || !(isMixed(part) || part.length >= 32))
    return undefined;
  const start = dottedStart(text, from);
  if (start === undefined) return undefined;
  const head = text.slice(start, from - 1);
  if (!isDottedHead(head) || hasOtherName(text, start)) return undefined;
  return { start, end: endOf(text, end) };
}

function dottedStart(text: string, from: number): number | undefined {
  const reach = text.slice(Math.max(0, from - 320), from);
  const head = /(?:^|[^A-Za-z0-9_.:/@-])((?:[A-Za-z0-9_-]{1,256}(?:\.|:{1,2})){1,4})$/.exec(reach)?.[1];
  if (head === undefined) return undefined;
  const start = from - head.length;
  return start + escapeBefore(text, start);
}

function isDottedHead(head: string): boolean {
  const parts = head.split(/[.:]+/);
  if (isIdPrefix(`${parts[0] ?? ""}_`)) return false;
  if (parts.some((part) => part.length >= 12 && looksRandom(part))) return true;
  return (
    parts.length <= 3 &&
    head.includes(".") &&
    parts.every((part) => /^(?:[A-Za-z]{1,12}[0-9]{0,2}|[A-Za-z0-9]{5,12})$/.test(part))
  );
}
