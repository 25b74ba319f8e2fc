import type { SourceText } from "../known/known-values.ts";
import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";
import { DIGIT_IDS, hasOtherNumberName, LETTER_IDS, nationalIdAt } from "./national-id.ts";
import { cardEnd, ibanEnd } from "./payment.ts";
import { internationalEnd, nationalEnd } from "./phone.ts";

/**
 * Personal data, found only where a policy asks for it: names of people and places can not be found by their shape, and these can.
 */

const LOCAL_PART = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/;
const DOMAIN = /@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?<top>[A-Za-z]{2,24})(?![A-Za-z0-9])/y;
/** Files, units of an operating system and names of a local network end like this, and no address does. */
const NO_DOMAIN =
  /^(?:png|jpe?g|gif|svg|webp|ico|css|scss|[cm]?js|tsx?|jsx|json|ya?ml|html?|md|txt|xml|zip|gz|tgz|exe|dll|so|service|target|socket|timer|mount|internal|local|localdomain|lan|cluster|svc)$/i;
const REMOTE_USER = /^(?:git|hg|svn|root|ubuntu|ec2-user|admin|deploy)$/;

const EMAIL: Detector = {
  keywords: ["@", "%40"],
  detect(text, start, _end, findings) {
    const at = text[start] === "@" ? start : start + 2;
    let from = start;
    while (from > 0 && start - from < 64 && LOCAL_PART.test(text.charAt(from - 1))) from -= 1;
    while (from < start && /[.'`/=?&{|#]/.test(text.charAt(from))) from += 1;
    const local = text.slice(from, start);
    // `mailto:`, `email=` and an escape before it are no part of an address.
    from += /^(?:[^=&?]*[=&?])/.exec(local)?.[0].length ?? 0;
    if (text[from - 1] === "\\" && "nrt".includes(text.charAt(from))) from += 1;
    const domain = domainEnd(text, at);
    if (from >= start || domain === undefined || isNoAddress(text, from, start, domain)) return 0;
    return push(findings, "email", from, domain);
  },
};

function domainEnd(text: string, at: number): number | undefined {
  // In an address the sign may be written as an escape, of which only the last character is looked at.
  DOMAIN.lastIndex = at;
  const source = text[at] === "@" ? text : undefined;
  const match = source === undefined ? DOMAIN_AFTER.exec(text.slice(at + 1, at + 256)) : DOMAIN.exec(source);
  if (!match || NO_DOMAIN.test(match.groups?.["top"] ?? "")) return undefined;
  return source === undefined ? at + 1 + match[0].length : DOMAIN.lastIndex;
}

const DOMAIN_AFTER = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?<top>[A-Za-z]{2,24})(?![A-Za-z0-9])/;

/** `git@host:path`, `ssh://user@host`, and the ids of messages. */
function isNoAddress(text: string, from: number, sign: number, end: number): boolean {
  const before = text.slice(Math.max(0, from - 24), from);
  if (/:\/\/(?:[^\s/@]*:)?$/.test(before)) return true;
  if (REMOTE_USER.test(text.slice(from, sign)) && /^:[\w~/.]|^\s*$/.test(text.slice(end, end + 2)))
    return text[end] === ":";
  return /(?:message-?_?id|in-reply-to|references|content-id|boundary)["'\s:=<]{1,6}$/i.test(before);
}

/** Numbers that say what they are by their form, their check digits or the word before them. */
export function findNumbers({ text, units }: SourceText, findings: RankedFinding[]): void {
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] ?? 0;
    if (unit >= 0x30 && unit <= 0x39) at = numberFrom(text, units, at, findings);
  }
}

/** The place of the last character that needs no further look. */
function numberFrom(text: string, units: Uint16Array, start: number, findings: RankedFinding[]): number {
  const before = start === 0 ? 0 : (units[start - 1] ?? 0);
  if (isLetter(before)) {
    const found = isUpper(before) ? (accountLed(text, start, findings) ?? letterLed(text, start, findings)) : undefined;
    return found ?? wordEnd(units, start, text.length);
  }
  const isJoined = before === PERIOD || (before === DASH && start > 1 && isAlnum(units[start - 2] ?? 0));
  if (isJoined) return wordEnd(units, start, text.length);
  const isLed = before === SPACE && start > 1 && isUpper(units[start - 2] ?? 0);
  const led = isLed ? letterLed(text, start, findings) : undefined;
  return led ?? digitLed(text, start, findings) ?? wordEnd(units, start, text.length);
}

/** The end of letters, digits, periods and dashes: no number starts among them. */
function wordEnd(units: Uint16Array, start: number, length: number): number {
  let end = start + 1;
  while (end < length) {
    const unit = units[end] ?? 0;
    if (!isAlnum(unit) && unit !== PERIOD && unit !== DASH) break;
    end += 1;
  }
  return end - 1;
}

const DASH = 0x2d;
const PERIOD = 0x2e;
const SPACE = 0x20;

function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}

function isAlnum(unit: number): boolean {
  return isLetter(unit) || (unit >= 0x30 && unit <= 0x39);
}

/** The fewest digits of a number that is somebody's. */
const FEWEST = 7;

function digitLed(text: string, start: number, findings: RankedFinding[]): number | undefined {
  if (!hasDigits(text, start, FEWEST) || isMomentOrFraction(text, start)) return undefined;
  const card = cardEnd(text, start);
  if (card !== undefined && !hasOtherNumberName(text, start)) return push(findings, "payment-card", start, card);
  const id = nationalIdAt(DIGIT_IDS, text, start);
  if (id) return push(findings, id.kind, start, id.end);
  const from = text[start - 1] === "(" ? start - 1 : start;
  const phone = nationalEnd(text, from);
  return phone === undefined ? undefined : push(findings, "phone", from, phone);
}

/** `2026-03-04…` and `12.345678`, which are in most texts. */
function isMomentOrFraction(text: string, start: number): boolean {
  if (text.charCodeAt(start + 4) === DASH && text.charCodeAt(start + 7) === DASH) return true;
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== PERIOD) return false;
  const from = at + 1;
  for (at = from; isDigit(text.charCodeAt(at));) at += 1;
  return at - from >= 5 && text.charCodeAt(at) !== PERIOD;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** Whether `count` digits follow, with no more than signs of such numbers between them. */
function hasDigits(text: string, start: number, count: number): boolean {
  let digits = 0;
  const end = Math.min(text.length, start + 24);
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) {
      digits += 1;
      if (digits >= count) return true;
    } else if (!(unit === SPACE || (unit >= 0x28 && unit <= 0x2f))) return false;
  }
  return false;
}

/** `[A-Z]{n}digits…`: the letters stand right before the first digit, or with a space between. */
function letterLed(text: string, start: number, findings: RankedFinding[]): number | undefined {
  if (!hasDigits(text, start, 2)) return undefined;
  for (const id of LETTER_IDS) {
    const lead = id.lead ?? 0;
    const from = start - lead - (text.charCodeAt(start - 1) === SPACE || text.charCodeAt(start - 1) === DASH ? 1 : 0);
    if (from < 0 || isAlnum(text.charCodeAt(from - 1))) continue;
    const found = nationalIdAt([id], text, from);
    if (found) return push(findings, found.kind, from, found.end);
  }
  return undefined;
}

const PLUS_NUMBER: Detector = {
  keywords: ["+"],
  detect(text, start, _end, findings) {
    const end = internationalEnd(text, start);
    return end === undefined ? 0 : push(findings, "phone", start, end);
  },
};

/** The two letters of a country stand right before the first digit. */
function accountLed(text: string, start: number, findings: RankedFinding[]): number | undefined {
  const from = start - 2;
  if (from < 0 || isAlnum(text.charCodeAt(from - 1))) return undefined;
  const end = ibanEnd(text, from);
  return end === undefined ? undefined : push(findings, "iban", from, end);
}

/** Papers that have no form of their own. */
const PAPERS: Detector = {
  keywords: ["passport", "driver", "licence", "license"],
  detect(text, start, _end, findings) {
    PAPER.lastIndex = start;
    const number = PAPER.exec(text)?.groups?.["number"];
    if (number === undefined || !/[0-9]{4}/.test(number)) return 0;
    return push(findings, "document-number", PAPER.lastIndex - number.length, PAPER.lastIndex);
  },
};
const PAPER =
  /(?:passport|driver'?s?[ _-]licen[cs]e|licen[cs]e)[ _-]?(?:number|num|no\.?|nr\.?|#)?["'`]?(?: is)?[\s:=#"'`]{1,5}(?<number>[A-Z]{0,3}[0-9]{5,12}[A-Z]{0,2})(?![A-Za-z0-9.-])/iy;

export const PERSONAL: readonly Detector[] = [EMAIL, PLUS_NUMBER, PAPERS];
export const PERSONAL_KINDS: readonly string[] = [
  ...["email", "payment-card", "phone", "iban", "document-number"],
  ...new Set([...DIGIT_IDS, ...LETTER_IDS].map(({ kind }) => kind)),
];

function push(findings: RankedFinding[], kind: string, start: number, end: number): number {
  findings.push({ kind, start, end, rank: RANK.personal });
  return end;
}
