import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";
import { VENDOR_NAMES } from "../rules/vendor-names.ts";
import {
  calledValue,
  cellValue,
  declaredValue,
  elementAfter,
  lineBelow,
  lineEnd,
  optionValue,
  orderedValue,
  spacedValue,
  valueAfter,
  valueBefore,
  type Place,
  type Value,
} from "./assigned-value.ts";
import { heldValues } from "./container.ts";
import { secretParts, type Part } from "./header-value.ts";
import { nearValue } from "./near-value.ts";
import { isStandIn } from "./plausible.ts";
import { judgeName, type SecretName } from "./secret-name.ts";

const NAME_REACH = 48;
/** A word of this length that holds no secret is not read anew for each name at its beginning. */
const LONG_BARE = 256;

/** Names with a secret behind them: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: …`, `<password>…</password>`. */
export const ASSIGNMENT: Detector = {
  keywords: [
    ...VENDOR_NAMES,
    "pass",
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
    "pw",
    "contrase",
    "community",
    "requirepass",
    "masterauth",
    "kennwort",
    "wachtwoord",
    "otp",
    "csrf",
    "xsrf",
    "assertion",
    "verifier",
    "_code",
    "recoverycode",
    "backupcode",
    "devicecode",
    "usercode",
    "authcode",
    "parola",
    "heslo",
    "salasana",
    "adgangskode",
    "lozinka",
    "sifre",
  ],
  detect(text, start, end, findings) {
    const [from, to] = nameAround(text, start, end);
    // In `arn:aws:secretsmanager:…:secret:name` a word between colons names a field, not a value.
    if (text[from - 1] === ":" && text[to] === ":") return to;
    if (!mayAssign(text, from, to) || isListed(text, to)) return to;
    const name = judgeName(nameOf(text, from, to)) ?? judgeWords(text, from, to);
    if (!name || name.value === "cookie") return to;
    const place = { from, to };
    for (const valueOf of VALUES) {
      const value = valueOf(text, place);
      if (value && report(text, name, value, findings)) return value.end;
      if (value && value.writing === "bare" && value.end - value.start >= LONG_BARE) return value.start + LONG_BARE / 4;
    }
    const held = heldValues(text, to, name.value === "chosen" || name.value === "coined");
    for (const value of held) push(findings, name, value.start, [{ start: 0, end: value.end - value.start }]);
    if (held.length > 0) return held.at(-1)?.end ?? to;
    const near = nearValue(text, place);
    if (!near) return to;
    push(findings, name, near.start, [{ start: 0, end: near.end - near.start }]);
    return near.end;
  },
};

/** In this order: the first that holds a secret is taken. */
const VALUES: readonly ((text: string, place: Place) => Value | undefined)[] = [
  declaredValue,
  (text, { from, to }) => valueAfter(text, from, to),
  elementAfter,
  calledValue,
  orderedValue,
  optionValue,
  cellValue,
  spacedValue,
  lineBelow,
  valueBefore,
];

function nameAround(text: string, start: number, end: number): [number, number] {
  let from = start;
  while (from > 0 && start - from < NAME_REACH && isNameUnit(text.charCodeAt(from - 1))) from -= 1;
  // The letter of an escape before the name is no part of it.
  if (from > 0 && from < start && text[from - 1] === "\\" && "nrtbf".includes(text.charAt(from))) from += 1;
  let to = end;
  while (to < text.length && to - end < NAME_REACH && isNameUnit(text.charCodeAt(to))) to += 1;
  return [from, to];
}

/** Without the verb of a call that takes the value: `withApiKey(`, `add_token(`. */
function nameOf(text: string, from: number, to: number): string {
  const name = text.slice(from, to);
  return text.charCodeAt(to) === OPEN ? name.replace(/^(?:with|using|use)_?(?=[A-Z_]|(?<=_)[a-z])/, "") : name;
}

/** `API key`, `signing secret`, `tls.key`: with the word before, when a name of one word says too little. */
function judgeWords(text: string, from: number, to: number): SecretName | undefined {
  const sign = text.charCodeAt(from - 1);
  if (
    (sign !== SPACE && sign !== PERIOD) ||
    to - from > 6 ||
    !/^(?:keys?|code|phrase|hash)$/i.test(text.slice(from, to))
  )
    return undefined;
  const word = /[A-Za-z]{2,12}(?=[ .]$)/.exec(text.slice(Math.max(0, from - 13), from))?.[0];
  if (word === undefined) return undefined;
  return judgeName(
    `${/^(?:with|using|use|new|old|invalid|bad|wrong|your|my)$/i.test(word) ? "api" : word}_${text.slice(from, to)}`,
  );
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

/** A word in quotes that another word in quotes or the end of its list follows, and no value: `["token", "key"]`. */
function isListed(text: string, to: number): boolean {
  if (text.charCodeAt(to) !== QUOTE) return false;
  const sign = text.charCodeAt(to + 1);
  if (sign === CLOSE_BRACKET) return LIST_ENDS.has(text.charCodeAt(to + 2));
  return sign === COMMA && text.charCodeAt(to + 2) === QUOTE && LISTED.test(text.slice(to + 3, to + 40));
}

const LISTED = /^[a-z_ -]{1,34}"(?!:)/;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const LIST_ENDS = new Set([...",]}\n"].map((sign) => sign.charCodeAt(0)));

/** Lets most words of a prose go before anything costly is asked. */
function mayAssign(text: string, from: number, to: number): boolean {
  switch (text.charCodeAt(to)) {
    case SPACE:
    case TAB:
      return text[from] === "-" || goesOn(text, to);
    case OPEN:
    case BRACE:
      return OPENS_TEXT.test(text.slice(to + 1, to + 12));
    case AMPERSAND:
      return text.startsWith("&quot;", to) || text.startsWith("&gt;", to);
    default:
      return FOLLOWING.has(text.charCodeAt(to));
  }
}

/** What may stand right behind a name that has a value. */
const FOLLOWING = new Set([...",<:=\"'`\\>|?%[*~\n\r]}：＝→"].map((sign) => sign.charCodeAt(0)));
const AMPERSAND = 0x26;
const TAB = 0x09;
const SPACE = 0x20;
const PERIOD = 0x2e;
const OPEN = 0x28;
const BRACE = 0x7b;
const OPENS_TEXT = /^[ \t]{0,4}[@bfrLu$]{0,2}\\{0,4}["'`]/;

/** How far a value may stand behind a name without a sign, and how long it is at least. */
const RUN_REACH = 64;
const LEAST_RUN = 7;
const SIGNS = new Set([...":=?+\"'`\\|{-<→—–：＝「"].map((sign) => sign.charCodeAt(0)));
const LINKS = /^(?:is|or|by|value|default)[ \t]$/;

/**
 * Whether behind a blank a sign, a type with a sign, or soon something with a digit or a capital inside comes that is too long for
 * most words.
 */
function goesOn(text: string, to: number): boolean {
  ONLY_WORDS.lastIndex = to;
  if (ONLY_WORDS.test(text)) return false;
  let at = to;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at += 1;
  if (SIGNS.has(text.charCodeAt(at))) return true;
  let [size, signs, before, words] = [0, 0, SPACE, 0];
  const end = Math.min(text.length, to + RUN_REACH);
  for (let next = at; next < end; next += 1) {
    const unit = text.charCodeAt(next);
    if (unit <= SPACE || unit === QUOTE) {
      if (size >= LEAST_RUN && signs > 0) return true;
      if (unit === 0x0a || (unit === QUOTE && before !== SPACE)) return false;
      if (words === 0 && size <= 7 && LINKS.test(text.slice(at, next + 1))) return true;
      words += 1;
      size = 0;
      signs = 0;
    } else {
      size += 1;
      if (unit >= 0x30 && unit <= 0x39) signs += 1;
      else if (unit >= 0x41 && unit <= 0x5a && before >= 0x61) signs += 1;
      else if (unit === EQUALS && words <= 1) return true;
    }
    before = unit;
  }
  return size >= LEAST_RUN && signs > 0;
}

/** As far as is looked: words of a prose, which most texts consist of. */
const ONLY_WORDS = /[ \t]{1,4}(?!(?:is|or|by|value|default)[ \t])[a-z][a-z, ]{63}/y;

const QUOTE = 0x22;
const EQUALS = 0x3d;

/** A user's name right before: then even a plain word is a password. */
const USER_BEFORE = /(?:user(?:name| ?id)?|uid|login)["']?\s{0,4}(?:=>|[=:])\s{0,4}["']?[^\s;"']{1,64}["']?[\s;,&]/i;

function isLoginLine(text: string, name: SecretName, value: Value): boolean {
  if (name.value !== "chosen" || value.writing !== "bare") return false;
  return USER_BEFORE.test(text.slice(Math.max(0, value.start - 160), value.start));
}

function report(text: string, judged: SecretName, value: Value, findings: RankedFinding[]): boolean {
  const name: SecretName = value.isDoubtful && judged.value === "chosen" ? { ...judged, value: "generated" } : judged;
  const isHeader = name.value === "authorization" && value.writing === "bare";
  const content = text.slice(value.start, isHeader ? lineEnd(text, value.start) : value.end);
  if (name.value === "chosen" && value.writing === "bare" && isOfSentence(content, text, value.end)) return false;
  const parts = secretParts(name, content, value.writing);
  if (parts.length > 0 || !isLoginLine(text, name, value) || !isPlainWord(content, text[value.end]))
    return push(findings, name, value.start, parts);
  return push(findings, name, value.start, [{ start: 0, end: content.length }]);
}

const WORDY = /^[*_]{0,2}[A-Za-z]+(?:[-'’/][A-Za-z]+){0,2}[*_]{0,2}$|^[≥>~<]?=?[0-9]{1,4}(?:[-–+.]{1,2}[0-9]{0,4})?$/;
const GOES_ON = /[,;.)]{0,2} (?:\(?[A-Za-z]+[,.)]{0,2}|[0-9]{1,4})(?:[ \n]|$)/y;

/** A word, or words joined by hyphens, with more words behind it: a description. */
function isOfSentence(content: string, text: string, end: number): boolean {
  if (!WORDY.test(content)) return false;
  GOES_ON.lastIndex = end;
  return GOES_ON.test(text);
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
