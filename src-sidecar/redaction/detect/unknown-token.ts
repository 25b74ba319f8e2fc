import { stretches } from "../known/stretches.ts";
import type { SourceText } from "../known/known-values.ts";
import { RANK, type RankedFinding } from "../scan/detector.ts";
import { isMixed, isUuid, looksRandom } from "./random-text.ts";
import { isIdPrefix, isSecretPrefix } from "./token-prefix.ts";

export const UNKNOWN_TOKEN = "unknown-token";

/** Shorter tokens without a known format can not be told from names. */
const SHORTEST = 20;
/** What goes on for longer is a file in base64. */
const LONGEST = 1024;
const CLASSES: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const letter of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.:+/=~")
    table[letter.charCodeAt(0)] = 1;
  return table;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Tokens of vendors without a rule: a short prefix, a `_`, `-`, `.` or `:`, and an ending that only a generator writes.
 *
 * Nothing is found by randomness alone: ids, digests and compressed files are random too. The prefix must not be one of theirs, and
 * the name before it, if there is one, must not say that it is one.
 */
export function findUnknownTokens({ text, units }: SourceText, findings: RankedFinding[]): void {
  for (const { from, end } of stretches(units, text.length, CLASSES, SHORTEST)) {
    if (end - from > LONGEST || !mayHoldToken(units, from, end)) continue;
    for (const { start, end: pieceEnd } of piecesOf(text, from, end)) {
      const known = longToken(text, start, pieceEnd);
      const token = known ?? tokenAt(text, start, pieceEnd, end);
      if (token) findings.push({ kind: UNKNOWN_TOKEN, ...token, rank: RANK.setting });
    }
  }
}

/** Long tokens whose beginnings are too common to be searched for. */
const LONG_TOKENS: readonly (readonly [string, RegExp])[] = [
  ["discord-token", /^[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}$/],
  ["airtable-token", /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}$/],
  ["sanity-token", /^sk[A-Za-z0-9]{80,180}$/],
];
export const LONG_TOKEN_KINDS: readonly string[] = LONG_TOKENS.map(([kind]) => kind);
const LONG = 58;

function longToken(text: string, start: number, end: number): (Span & { readonly kind: string }) | undefined {
  if (end - start < LONG || end - start > 256) return undefined;
  const piece = text.slice(start, end);
  const kind = LONG_TOKENS.find(([, pattern]) => pattern.test(piece))?.[0];
  return kind === undefined ? undefined : { kind, start, end };
}

/** What of a token is random has letters and digits side by side, or both cases. Most paths, addresses, moments and ids have not. */
function mayHoldToken(units: Uint16Array, from: number, end: number): boolean {
  let [size, digits, lower, upper] = [0, 0, 0, 0];
  let beyondHex = 0;
  let isMade = false;
  for (let at = from; at <= end; at += 1) {
    const unit = at < end ? (units[at] ?? 0) : 0;
    if (unit >= 0x61 && unit <= 0x7a) {
      lower += 1;
      if (unit > 0x66) beyondHex += 1;
    } else if (unit >= 0x30 && unit <= 0x39) digits += 1;
    else if (unit >= 0x41 && unit <= 0x5a) {
      upper += 1;
      if (unit > 0x46) beyondHex += 1;
    } else {
      if (size >= 8 && digits > 0 && lower + upper > 0) isMade = true;
      else if (size >= 14 && lower > 1 && upper > 1) isMade = true;
      if (isMade && beyondHex > 0) return true;
      size = digits = lower = upper = 0;
      continue;
    }
    size += 1;
  }
  return false;
}

/** The parts of a path, an address or an assignment; of base64 the first. Parts too short for a prefix and a sign are left out. */
function piecesOf(text: string, from: number, end: number): readonly Span[] {
  const pieces: Span[] = [];
  let start = from;
  for (let at = from; at <= end; at += 1) {
    if (at < end && text[at] !== "/" && text[at] !== "=") continue;
    if (at - start >= 4) {
      const first = start + escapeBefore(text, start);
      pieces.push({ start: first + signsBefore(text.slice(first, at)), end: at - signsAfter(text, at) });
    }
    start = at + 1;
  }
  return pieces;
}

/** The letter of `\n` and the digits of `%20` before a token are no part of it. */
function escapeBefore(text: string, from: number): number {
  const sign = text[from - 1];
  if (sign === "\\") return "nrtbf".includes(text.charAt(from)) ? 1 : 0;
  return sign === "%" && /^[0-9A-F]{2}/i.test(text.slice(from, from + 2)) ? 2 : 0;
}

function signsBefore(piece: string): number {
  return /^[^A-Za-z0-9]*/.exec(piece)?.[0].length ?? 0;
}

function signsAfter(text: string, end: number): number {
  return /[.:~+]$/.test(text.slice(end - 1, end)) ? 1 : 0;
}

function tokenAt(text: string, start: number, end: number, stretchEnd: number): Span | undefined {
  const before = text[start - 1] ?? "";
  if (before === "@" || before === "+") return undefined;
  const head = HEAD.exec(text.slice(start, Math.min(stretchEnd, start + 80)))?.[0] ?? "";
  if (head !== "" && isIdPrefix(head)) return undefined;
  const tokenEnd = base64End(text, start + head.length, stretchEnd, head) ?? plainEnd(text, start, end, head);
  return tokenEnd === undefined || hasOtherName(text, start) ? undefined : { start, end: tokenEnd };
}

function plainEnd(text: string, start: number, end: number, head: string): number | undefined {
  if (end - start < SHORTEST) return undefined;
  const whole = text.slice(start, end);
  return isHeaded(head, whole.slice(head.length)) || isJoined(whole) ? paddingEnd(text, end) : undefined;
}

/** `abc_`, `v1.`, `api03-`, `us1_`: up to four words, each of letters with few digits behind them and a sign. */
const HEAD =
  /^(?:(?:(?:[a-z]{1,15}|[A-Z]{1,12}|[A-Z]{1,5}[a-z]{1,14})[0-9]{0,2}|[A-Za-z][0-9][A-Za-z]{1,3})(?:[_-]|\.|:{1,2})(?=.{12})){1,4}/;

function paddingEnd(text: string, end: number): number {
  return end + (/^={1,2}/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
}

/** A prefix with base64 behind it, in which there are `/` and `+`. */
function base64End(text: string, bodyStart: number, stretchEnd: number, head: string): number | undefined {
  if (!/[_-]$/.test(head)) return undefined;
  const body = BASE64.exec(text.slice(bodyStart, stretchEnd))?.[0];
  if (body === undefined || !/[+/]/.test(body) || !isMixed(body) || !looksRandom(body)) return undefined;
  return bodyStart + body.length;
}

const BASE64 = /^[A-Za-z0-9+/]{24,600}={0,2}$/;

/** Whether what follows a prefix is what a generator writes. */
function isHeaded(head: string, tail: string): boolean {
  if (head === "" || tail.length < 16) return false;
  const isSecret = isSecretPrefix(head);
  if (isUuid(tail)) return isSecret || head.endsWith("_");
  const flat = tail.replace(/[._:~+-]+/g, "");
  if (flat.length < 16 || !looksRandom(flat)) return false;
  const longest = Math.max(...tail.split(/[._:~+-]+/).map((part) => part.length));
  if (longest < (isSecret && flat.length >= 24 ? 5 : 8)) return false;
  const isDotted = /[.:]/.test(tail) || /[.:]/.test(head);
  if (/^[0-9a-f]+$/i.test(flat))
    return !isDotted && (isSecret ? isHexSecret(head, flat.length) : isHexToken(head, flat.length));
  if (isMixed(flat)) return isDotted ? longest >= 14 : isSecret || flat.length >= 20;
  if (isDotted) return isSecret && longest >= 20;
  // One case only: digests and generated names look like this as well.
  return isSecret || flat.length >= (head.endsWith("_") ? 24 : 28);
}

/** `prod-3f2a…` is how builds are tagged. */
function isHexSecret(head: string, size: number): boolean {
  if (size >= 24 && isOddPrefix(head)) return true;
  return (
    head.endsWith("_") ||
    /(?:^|-)(?:sign|sk|secret|token|key|\w*key|pat)-/.test(head) ||
    !/^(?:[a-z0-9]+-)*(?:prod|production|dev|test|app|server|service|agent|deploy|runner|svc)-$/.test(head) ||
    size === 48
  );
}

/** `hvn-`, `sbo-`: letters that no word begins with, and few of them. */
function isOddPrefix(head: string): boolean {
  const [first = ""] = head.toLowerCase().split(/[-_]/);
  return (
    /^(?:[b-df-hj-np-tv-z]{3,6}|[b-df-hj-np-tv-z]{2}[a-z]{1,3})$/.test(first) &&
    !/^(?:bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kl|kn|kr|ph|pl|pr|ps|qu|rh|sc|sh|sk|sl|sm|sn|sp|sq|st|sv|sw|th|tr|ts|tw|wh|wr)[aeiouy]/.test(
      first,
    )
  );
}

/** Digests have names of files and programs before them, and lengths of their own. */
function isHexToken(head: string, size: number): boolean {
  if (head.endsWith("_")) return size >= 28 && head.length <= 16;
  return (
    size >= 28 && (/^[b-df-hj-np-tv-z]{2,6}-$/i.test(head) || isOddPrefix(head) || (size === 48 && head.length <= 8))
  );
}

/** `id.random`, `id:random`, `id.part:random`: an id that is no word, and a random part of both cases. */
function isJoined(whole: string): boolean {
  const parts = whole.split(/[.:]{1,2}/);
  if (parts.length < 2 || parts.length > 4) return false;
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!/^[A-Za-z0-9_-]{6,128}$/.test(first) || isIdPrefix(`${first}_`) || !looksRandom(last) || !isMixed(last))
    return false;
  if (first.length >= 12) return looksRandom(first) && last.length >= 14;
  return (
    last.length >= 28 &&
    /[0-9]|[a-z][A-Z]/.test(first) &&
    !/^(?:[A-Za-z]+[0-9]{0,3}|[0-9]+)$/.test(first.replace(/[A-Z]{2}/g, "0"))
  );
}

/** A name before the token that says it is something else: `id`, `cursor`, `sha`. */
const OTHER_NAME =
  /(?:\bid|[a-z]I[dD]|I[dD]s|_ids?|cursor|page_?token|continuation_?token|next_?token|digest|checksum|integrity|sha[0-9]*|hash|etag|nonce|fingerprint|version|image|tag|path|file(?:_?name)?|slug|branch|commit|ref|href|src|class|selector|public_?key|publishable_?key|site_?key)["'`\\\]]{0,4}\s{0,3}(?:=>|[:=])\s{0,3}["'`\\[]{0,4}$/i;

function hasOtherName(text: string, from: number): boolean {
  return OTHER_NAME.test(text.slice(Math.max(0, from - 48), from));
}
