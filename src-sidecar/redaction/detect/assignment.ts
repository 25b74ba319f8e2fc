import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";
import { VENDOR_NAMES } from "../rules/vendor-names.ts";
import { secretParts, type Part } from "./header-value.ts";
import { isStandIn, type Writing } from "./plausible.ts";
import { judgeName, type SecretName } from "./secret-name.ts";

const NAME_REACH = 48;
const VALUE_REACH = 8192;

/** A value and how it is written; offsets in the text. */
interface Value {
  readonly start: number;
  readonly end: number;
  readonly writing: Writing;
}

/** Names with a secret behind them: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: …`, `<password>…</password>`. */
export const ASSIGNMENT: Detector = {
  keywords: [
    ...VENDOR_NAMES,
    "pass",
    "pwd",
    "secret",
    "token",
    "key",
    "auth",
    "credential",
    "creds",
    "psk",
    "dsn",
    "jwt",
    "connectionstring",
    "connection_string",
    "conn_str",
    "sessid",
    "sessionid",
    "session_id",
    "salt",
    "mnemonic",
    "phrase",
    "senha",
    "_pw",
    "contrase",
    "community",
    "otp",
  ],
  detect(text, start, end, findings) {
    const [from, to] = nameAround(text, start, end);
    // In `arn:aws:secretsmanager:…:secret:name` a word between colons names a field, not a value.
    if (text[from - 1] === ":" && text[to] === ":") return to;
    if (!mayAssign(text, from, to)) return to;
    const name = judgeName(text.slice(from, to));
    if (!name || name.value === "cookie") return to;
    const value = valueAfter(text, from, to);
    if (!value) return to;
    return report(text, name, value, findings) ? value.end : to;
  },
};

function nameAround(text: string, start: number, end: number): [number, number] {
  let from = start;
  while (from > 0 && start - from < NAME_REACH && isNameUnit(text.charCodeAt(from - 1))) from -= 1;
  // The letter of an escape before the name is no part of it.
  if (from > 0 && from < start && text[from - 1] === "\\" && "nrtbf".includes(text.charAt(from))) from += 1;
  let to = end;
  while (to < text.length && to - end < NAME_REACH && isNameUnit(text.charCodeAt(to))) to += 1;
  return [from, to];
}

function isNameUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f ||
    unit === 0x2d ||
    unit === 0xf1
  );
}

/** Lets most words of a prose go before anything costly is asked. */
function mayAssign(text: string, from: number, to: number): boolean {
  const next = text.charCodeAt(to);
  if (next === SPACE) return text[from] === "-" || AFTER_SPACE.test(text.slice(to, to + 24)) || isNetrc(text, from);
  return !(next === PERIOD || next === CLOSE || next === OPEN || next === SEMICOLON || Number.isNaN(next));
}

const SPACE = 0x20;
const PERIOD = 0x2e;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const AFTER_SPACE = /^[ \t]+(?:[:=?+"'`\\-]|is[ \t]|(?:value|default)[ \t=])/;

const CLOSE_NAME = String.raw`(?<close>\\{0,7}["'\`\]]{0,2})`;
const ASSIGN = String.raw`[ \t]{0,20}(?:=>|:=|={1,3}|::?|%3[AD]|\?=|\+=|->)[ \t]{0,20}`;
/** `"name": "TOKEN", "value": "…"`, the same in YAML, and `"token": {"value": "…"}`. */
const NAMED = String.raw`(?<named>\s{0,4}(?::\s{0,4}\{|,)?(?:\s|\\{1,7}n){0,60}\\{0,7}["']?(?:value|plaintext)\\{0,7}["']?\s{0,4}:\s{0,4})`;
const ATTRIBUTE = String.raw`[ \t]{1,20}(?<attribute>(?:value|default)[ \t]{0,3}=[ \t]{0,3})`;
const OTHERS = String.raw`[ \t]{0,20}(?<comma>,[ \t]{0,4})|(?<tag>>)|(?<space>[ \t]{1,4}(?:is[ \t]{1,2})?)|\r?\n[ \t]{1,40}`;
const SIGN = new RegExp(`${CLOSE_NAME}(?:${NAMED}|${ASSIGN}|${ATTRIBUTE}|${OTHERS})`, "y");

function valueAfter(text: string, nameStart: number, nameEnd: number): Value | undefined {
  SIGN.lastIndex = nameEnd;
  const sign = SIGN.exec(text);
  if (!sign) return undefined;
  const { close = "", comma, tag, space, attribute } = sign.groups ?? {};
  const at = SIGN.lastIndex;
  if (tag !== undefined) return text[nameStart - 1] === "<" ? elementValue(text, at) : undefined;
  if (comma !== undefined) return close === "" ? undefined : argumentValue(text, nameStart, at);
  if (space === undefined) return quotedValue(text, at) ?? (attribute === undefined ? bareValue(text, at) : undefined);
  if (!isFlag(text, nameStart) && !/is[ \t]+$/.test(space) && !isNetrc(text, nameStart)) {
    return close === "" && !/[a-z][A-Z]/.test(text.slice(nameStart, nameEnd)) ? undefined : quotedValue(text, at);
  }
  return quotedValue(text, at) ?? bareValue(text, at);
}

function isFlag(text: string, nameStart: number): boolean {
  return (nameStart >= 2 && text.slice(nameStart - 2, nameStart) === "--") || text.startsWith("--", nameStart);
}

/** `define("AUTH_KEY", "…")`: a name and its value as arguments of a call; the first, or a later one if it is no plain list. */
function argumentValue(text: string, nameStart: number, at: number): Value | undefined {
  const before = /[(,]\s{0,4}\\{0,7}["'`]$/.exec(text.slice(Math.max(0, nameStart - 14), nameStart))?.[0];
  if (before === undefined) return undefined;
  const value = quotedValue(text, at);
  if (!value || before.startsWith("(")) return value;
  return value.end - value.start >= 20 && /[0-9]/.test(text.slice(value.start, value.end)) ? value : undefined;
}

function isNetrc(text: string, nameStart: number): boolean {
  return (
    text[nameStart] === "p" &&
    /\blogin\s{1,4}\S{1,100}\s{1,8}$/.test(text.slice(Math.max(0, nameStart - 120), nameStart))
  );
}

const OPEN_QUOTE = /(?<slashes>\\{0,7})(?<quote>["'`]|&quot;|%22)/y;

function quotedValue(text: string, at: number): Value | undefined {
  OPEN_QUOTE.lastIndex = at;
  const open = OPEN_QUOTE.exec(text);
  if (!open) return undefined;
  const start = OPEN_QUOTE.lastIndex;
  const closing = open[0];
  const slashes = open.groups?.["slashes"]?.length ?? 0;
  const reach = text.slice(start, start + VALUE_REACH);
  let size = reach.indexOf(closing);
  while (size >= 0 && isEscaped(reach, size, slashes)) size = reach.indexOf(closing, size + 1);
  return { start, end: size < 0 ? lineEnd(text, start) : start + size, writing: "quoted" };
}

/** Whether the quote at `at` belongs to the value: it has more backslashes before it than the quote that opened. */
function isEscaped(text: string, at: number, slashes: number): boolean {
  let count = 0;
  while (count < 8 && text[at - 1 - count] === "\\") count += 1;
  return slashes === 0 ? count % 2 === 1 : count > 0;
}

function lineEnd(text: string, from: number): number {
  const reach = text.slice(from, from + VALUE_REACH);
  const size = reach.indexOf("\n");
  return from + (size < 0 ? reach.length : size);
}

const BARE = /[^\s"'`<>]{1,512}/y;

function bareValue(text: string, at: number): Value | undefined {
  BARE.lastIndex = at;
  const word = BARE.exec(text)?.[0];
  if (word === undefined) return undefined;
  const cut = /^(?:\[REDACTED:[^\]]{1,120}\]|[^,;&|)}\]\\])+/.exec(word)?.[0] ?? word;
  return { start: at, end: at + trimEnd(cut).length, writing: "bare" };
}

function trimEnd(word: string): string {
  return word.replace(/[.:!?]+$/, "");
}

const ELEMENT = /[^<>\n]{1,4096}(?=<)/y;

function elementValue(text: string, at: number): Value | undefined {
  ELEMENT.lastIndex = at;
  const content = ELEMENT.exec(text)?.[0];
  return content === undefined ? undefined : { start: at, end: at + content.length, writing: "quoted" };
}

/** A user's name right before: then even a plain word is a password. */
const USER_BEFORE = /(?:user(?:name| ?id)?|uid|login)["']?\s{0,4}(?:=>|[=:])\s{0,4}["']?[^\s;"']{1,64}["']?[\s;,&]/i;

function isLoginLine(text: string, name: SecretName, value: Value): boolean {
  if (name.value !== "chosen" || value.writing !== "bare") return false;
  return USER_BEFORE.test(text.slice(Math.max(0, value.start - 160), value.start));
}

function report(text: string, name: SecretName, value: Value, findings: RankedFinding[]): boolean {
  const isHeader = name.value === "authorization" && value.writing === "bare";
  const content = text.slice(value.start, isHeader ? lineEnd(text, value.start) : value.end);
  const parts = secretParts(name, content, value.writing);
  if (parts.length > 0 || !isLoginLine(text, name, value) || !isPlainWord(content, text[value.end]))
    return push(findings, name, value.start, parts);
  return push(findings, name, value.start, [{ start: 0, end: content.length }]);
}

/** In a program a word after a comma is a variable; in a connection string, before a semicolon, it is the password. */
function isPlainWord(content: string, next: string | undefined): boolean {
  return (
    /^[A-Za-z_]{5,40}$/.test(content) &&
    !isStandIn(content) &&
    (next === ";" || !/^(?:get|read|ask|input|prompt)|pass|pwd|user/i.test(content))
  );
}

function push(findings: RankedFinding[], name: SecretName, at: number, parts: readonly Part[]): boolean {
  for (const part of parts) {
    findings.push({ kind: name.kind, start: at + part.start, end: at + part.end, rank: RANK.setting });
  }
  return parts.length > 0;
}

/** `Cookie: name=value; …` and `Set-Cookie: …`. A detector of its own, because one header is read to its end once. */
export const COOKIE_HEADER: Detector = {
  keywords: ["cookie"],
  detect(text, start, end, findings) {
    const [from, to] = nameAround(text, start, end);
    const name = judgeName(text.slice(from, to));
    if (name?.value !== "cookie" || !mayAssign(text, from, to)) return to;
    const value = valueAfter(text, from, to);
    if (!value) return to;
    const valueEnd = value.writing === "bare" ? lineEnd(text, value.start) : value.end;
    push(findings, name, value.start, secretParts(name, text.slice(value.start, valueEnd), value.writing));
    return valueEnd;
  },
};
