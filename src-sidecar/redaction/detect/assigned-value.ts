/** Where the value of a name stands: the assignments, declarations, elements, calls and command lines of many languages. */
import type { Writing } from "./plausible.ts";
import { isCoinedWord } from "./coined-word.ts";
import { looksRandom } from "./random-text.ts";

const VALUE_REACH = 8192;

/** A value and how it is written; offsets in the text. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly writing: Writing;
  /** Names are sometimes followed by what is no value: only what looks generated is one here. */
  readonly isDoubtful?: true;
}

/** A name; offsets in the text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

const QUOTE_NEXT = String.raw`(?=[@bfrLu$]{0,2}\\{0,7}["'\`])`;
const TYPE = String.raw`[&*\w.<>?\[\]|]{1,40}`;
/** `name: Type =`, `Type name[] =`, `{ get; set; } =`, `by lazy {`, `= @"…`: then a text in quotes. */
const DECLARED = new RegExp(
  String.raw`\\{0,7}["'\`\]]{0,2}(?:` +
    String.raw`(?:\[\w{0,16}\])?\??[ \t]{0,4}(?::[ \t]{0,4}|[ \t]{1,4})(?:&'static |final |const )?${TYPE}(?: ${TYPE})?[ \t]{0,8}=[ \t]{0,20}` +
    String.raw`|\[\w{0,16}\][ \t]{0,8}=[ \t]{0,20}` +
    String.raw`|[ \t]{0,4}(?:=[ \t]{0,4})(?=[@fbru$][@$]?["'])` +
    String.raw`|\s{0,8}\{\s{0,8}get;[^{}\n]{0,40}\}[ \t]{0,8}=[ \t]{0,20}` +
    String.raw`|[ \t]{1,4}by[ \t]{1,4}lazy[ \t]{0,4}\{[ \t]{0,8}` +
    String.raw`|[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}[\w.:]{0,24}(?:env|get|config|option|setting|default)\w{0,10}\(\s{0,4}["'][\w.-]{1,64}["']\s{0,4},\s{0,4}` +
    String.raw`|[ \t]{0,4}\{[^{}]{0,240}?\bdefault[ \t]{0,4}=[ \t]{0,4}` +
    String.raw`|,[ \t]{0,4}<<` +
    String.raw`|[ \t]{0,4}=>[ \t\r\n]{0,20}string\([0-9]{1,5}\)[ \t]` +
    String.raw`|;s:[0-9]{1,5}:` +
    String.raw`|\)\.(?:unwrap_or|or_else|orElse|getOrElse|get_or|or)\w{0,8}\(\s{0,4}` +
    String.raw`|[)\]]{0,2}[ \t]{0,4}(?:\|\||\?\?=?|\|\|=|or)[ \t]{0,20}` +
    String.raw`|[ \t]{0,4}:[ \t]{0,4}\r?\n[ \t]{1,40}` +
    String.raw`|[ \t]{0,4}:?[=:][ \t]{0,4}(?:\[\]byte|String::from|(?:new )?String|(?:new )?Secret\w{0,12}(?:::new|::from)?|Buffer\.from|b64decode|base64\.\w{1,20}|atob|bytes|Some|N(?=')|str)\(?` +
    String.raw`)${QUOTE_NEXT}[@bfrLu$]{0,2}`,
  "y",
);

/** A value in quotes behind a type, an accessor, a default's sign or on the next line. */
export function declaredValue(text: string, { to }: Place): Value | undefined {
  DECLARED.lastIndex = to;
  return DECLARED.test(text) ? quotedValue(text, DECLARED.lastIndex) : undefined;
}

const CALL = /[({][ \t]{0,4}(?=[@bfrLu$]{0,2}\\{0,7}["'`])[@bfrLu$]{0,2}/y;
const ASKS =
  /^(?:get|fetch|read|find|load|lookup|has|is|delete|remove|require|resolve|generate|create|validate|verify|check|parse|decode|hash|revoke)(?![a-z])/i;
const GIVES = /^(?:set|with|add|use|put|save|store|update|configure|inject)(?![a-z])/i;

/** `setApiKey("…")`, `token("…")`: the only argument of a call that is named after it. */
export function calledValue(text: string, { from, to }: Place): Value | undefined {
  CALL.lastIndex = to;
  if (!CALL.test(text)) return undefined;
  const name = text.slice(from, to);
  const value = ASKS.test(name) ? undefined : quotedValue(text, CALL.lastIndex);
  if (
    !value ||
    text
      .slice(value.end + 1, value.end + 3)
      .trimStart()
      .startsWith(",")
  )
    return undefined;
  return GIVES.test(name) ? value : { ...value, isDoubtful: true };
}

const ELEMENT_AFTER =
  /\\{0,2}["'](?:[ \t]{1,4}[\w:.-]{1,32}=\\{0,2}["'][^"'<>\n]{0,64}["']){0,3}[ \t]{0,4}>(?:\s{0,40}<(?:value|string|data|text|default)>)?|<\/[\w:.-]{1,24}>\s{0,40}<(?:string|value|data)>/y;

/** `<string name="…">value<`, `<key>…</key><string>value<`, `<name>…</name><value>value<`. */
export function elementAfter(text: string, { to }: Place): Value | undefined {
  ELEMENT_AFTER.lastIndex = to;
  return ELEMENT_AFTER.test(text) ? elementValue(text, ELEMENT_AFTER.lastIndex) : undefined;
}

const ORDER =
  /(?:^|[\s(;&|>])(?:H?[GS]ET [\w:.{}-]{1,40}|H?[GS]ET|ENV|ARG|setenv|set|define|#define|setq|-U?gx|-x|-[a-z]|config set|secret set|secrets put|secret put|putenv|option|unset)[ \t]{1,4}["']?(?:[\w.-]{1,24}[:/]){0,4}$/i;
const BLANK = /["']?(?:[ \t]{1,20}|\r?\n(?:\(?[0-9]{1,2}\) ?)?(?="))(?=\S)/y;

/** `setenv NAME value`, `ENV NAME value`, `#define NAME "value"`. */
export function orderedValue(text: string, { from, to }: Place): Value | undefined {
  BLANK.lastIndex = to;
  if (!BLANK.test(text) || !ORDER.test(text.slice(Math.max(0, from - 64), from))) return undefined;
  const at = BLANK.lastIndex;
  return quotedValue(text, at) ?? bareValue(text, at);
}

const OPTION =
  /["']?(?:[ \t]{1,4}--?(?!value|secret|data|body|string|token)[\w-]{1,24}(?:[ =]["']?[^\s"'-][^\s"']{0,60}["']?)?){0,4}[ \t\\\n]{1,8}--?(?:value|secret-string|secret|data|body|string|token)[ =]/y;

/** `--name /prod/db-password --type SecureString --value …`: the name is one option of a command, and its value another. */
export function optionValue(text: string, { to }: Place): Value | undefined {
  OPTION.lastIndex = to;
  if (!OPTION.test(text)) return undefined;
  return quotedValue(text, OPTION.lastIndex) ?? bareValue(text, OPTION.lastIndex);
}

const KEYED_AFTER =
  /(?<open>["'])(?<value>[^"'\n]{4,200})["'],\s{0,4}(?:forKey|key|for|account|withKey|forAccount|name)?(?::\s{0,2}|\s)["']$/;

/** `set("…", forKey: "token")`: the value stands before its name. */
export function valueBefore(text: string, { from }: Place): Value | undefined {
  const quote = text[from - 1];
  if ((quote !== '"' && quote !== "'") || !/:\s{0,2}.$/.test(text.slice(Math.max(0, from - 4), from))) return undefined;
  const before = text.slice(Math.max(0, from - 240), from);
  const match = KEYED_AFTER.exec(before);
  const value = match?.groups?.["value"];
  if (!match || value === undefined) return undefined;
  const start = from - before.length + match.index + 1;
  return { start, end: start + value.length, writing: "quoted" };
}

const QUALIFIERS =
  /[ \t]{1,4}(?:(?:to|as|was|[0-9]|cipher|simple|plain|plaintext|encrypted|hash|hashed|ENC|sha-?(?:1|256|512)|md5|ascii|hex|ascii-text|hexadecimal|unencrypted)[ \t]{1,4}){0,2}(?=[^\s"'`=:|<>(){}[\],;-])/iy;

/** `password hunter2x`, `key cipher 4kd…`: a word without a sign behind it, when what follows is none of a language. */
export function spacedValue(text: string, { to }: Place): Value | undefined {
  QUALIFIERS.lastIndex = to;
  if (!QUALIFIERS.test(text)) return undefined;
  const value = bareValue(text, QUALIFIERS.lastIndex);
  return value && value.end - value.start >= 7 && isCoinedWord(text.slice(value.start, value.end))
    ? { ...value, isDoubtful: true }
    : undefined;
}

const NEXT_LINE =
  /["']?[ \t]{0,4}:?[ \t]{0,4}(?:[|>][+-]?[ \t]{0,4})?(?:\r?\n[ \t]{0,8}){1,2}[`"']{0,3}(?=[^\s`"'<>:]{8,512}[`"']{0,3}[ \t]{0,4}(?:\r?\n|$))/y;

/** A line of its own under a label. */
export function lineBelow(text: string, { to }: Place): Value | undefined {
  NEXT_LINE.lastIndex = to;
  if (!NEXT_LINE.test(text)) return undefined;
  const value = bareValue(text, NEXT_LINE.lastIndex);
  const word = value ? text.slice(value.start, value.end) : "";
  return value && (looksRandom(word) || isCoinedWord(word)) ? { ...value, isDoubtful: true } : undefined;
}

const CELL = /[*_`]{0,2}[ \t]{0,40}\|[ \t]{0,40}[*_`]{0,2}(?=[^\s|*`-])/y;

/** The next cell of a row in a table. */
export function cellValue(text: string, { to }: Place): Value | undefined {
  CELL.lastIndex = to;
  if (!CELL.test(text)) return undefined;
  const value = bareValue(text, CELL.lastIndex);
  return value === undefined ? undefined : { ...value, isDoubtful: true };
}

const CLOSE_NAME = String.raw`(?<close>\\{0,7}["'\`\]}*]{0,4})`;
/** What may stand between a sign and its value: the name or the type of a node, bold ends, a document of its own. */
const BEFORE_VALUE = String.raw`(?:&[\w-]{1,32}[ \t]{1,4}|!!(?:str|binary)[ \t]{1,4}|\*{1,2}[ \t]{1,4}|<<[-~]?["']?\w{1,20}["']?\r?\n[ \t]{0,40})?`;
const ASSIGN = String.raw`[ \t]{0,20}(?:=>|:=|={1,3}|::?|%3[AD]|\?=|\+=|->|<-|[→：＝—–])[ \t]{0,20}${BEFORE_VALUE}`;
/** `client_secret:` and, on a line below that stands further in or in braces, `value: …`. */
const MEMBER = String.raw`\s{0,4}:[ \t]{0,4}(?:\{\s{0,40}|\r?\n[ \t]{1,40})(?:\\{0,3}["']?(?:type|description|name|kind|format|version|sensitive|required)\\{0,3}["']?[ \t]{0,4}:[ \t]{0,4}[^\n{}]{1,120}?(?:,\s{0,40}|\r?\n[ \t]{1,40})){0,3}\\{0,3}["']?(?:value|default|data|content|string_?value|plain_?text|literal|raw|text|current)\\{0,3}["']?[ \t]{0,4}[:=][ \t]{0,4}`;
/** `"name": "TOKEN", "value": "…"`, the same in YAML, and `"token": {"value": "…"}`. */
const NAMED = String.raw`(?<named>\s{0,4}(?::\s{0,4}\{|,)?(?:\s|\\{1,7}n){0,60}(?:\\{0,7}["']?(?:type|kind|description|version|tier|sensitive)\\{0,7}["']?\s{0,4}[:=]\s{0,4}[^\n{},]{1,80},?\s{1,60}){0,3}\\{0,7}["']?(?:value|plaintext)\\{0,7}["']?\s{0,4}[:=]\s{0,4}|${MEMBER})`;
const ATTRIBUTE = String.raw`(?:[ \t]{1,20}(?!value|content)[\w:.-]{1,32}=\\{0,2}["'][^"'<>\n]{0,64}["']){0,4}[ \t]{1,20}(?<attribute>(?:value|default|content)[ \t]{0,3}=[ \t]{0,3})`;
const OTHERS = String.raw`[ \t]{0,20}(?<comma>,[ \t]{0,4})|(?<tag>(?:[ \t]{1,4}[\w:.-]{1,32}=\\{0,2}["'][^"'<>\n]{0,80}["']){0,4}[ \t]{0,4}>|&gt;)|(?<space>[ \t]{1,4}(?:is[ \t]{1,2})?)|\r?\n[ \t]{1,40}`;
const SIGN = new RegExp(`${CLOSE_NAME}(?:${NAMED}|${ASSIGN}|${ATTRIBUTE}|${OTHERS})`, "y");

/** A value behind a sign of assignment, in an element, an attribute, as an argument or behind a flag. */
export function valueAfter(text: string, nameStart: number, nameEnd: number): Value | undefined {
  SIGN.lastIndex = nameEnd;
  const sign = SIGN.exec(text);
  if (!sign) return undefined;
  const { close = "", comma, tag, space, attribute } = sign.groups ?? {};
  const at = SIGN.lastIndex;
  if (tag !== undefined) return isElement(text, nameStart) ? elementValue(text, at) : undefined;
  if (comma !== undefined) return close === "" ? undefined : argumentValue(text, nameStart, at);
  if (space === undefined) return quotedValue(text, at) ?? (attribute === undefined ? bareValue(text, at) : undefined);
  if (!isFlag(text, nameStart) && !/is[ \t]+$/.test(space) && !isNetrc(text, nameStart)) {
    const value = quotedValue(text, at);
    const isCompound = close !== "" || /[a-z][A-Z]|[_-]/.test(text.slice(nameStart, nameEnd));
    return value && !isCompound ? { ...value, isDoubtful: true } : value;
  }
  return quotedValue(text, at) ?? bareValue(text, at);
}

/** Whether a name opens an element, perhaps behind the name of its space. */
function isElement(text: string, nameStart: number): boolean {
  return /(?:<|&lt;)(?:[\w.-]{1,24}:)?$/.test(text.slice(Math.max(0, nameStart - 30), nameStart));
}

function isFlag(text: string, nameStart: number): boolean {
  if (nameStart >= 2 && text.slice(nameStart - 2, nameStart) === "--") return true;
  return (
    text[nameStart] === "-" && (nameStart === 0 || text[nameStart + 1] === "-" || /\s/.test(text.charAt(nameStart - 1)))
  );
}

/** `define("AUTH_KEY", "…")`: a name and its value as arguments of a call; the first, or a later one if it is no plain list. */
function argumentValue(text: string, nameStart: number, at: number): Value | undefined {
  const before = /[(,]\s{0,4}\\{0,7}["'`][\w.]{0,60}$/.exec(text.slice(Math.max(0, nameStart - 76), nameStart))?.[0];
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

const OPEN_QUOTE = /(?<slashes>\\{0,7})(?<quote>"""|'''|["'`「『«“]|&quot;|%22)/y;
const CLOSING: Readonly<Record<string, string>> = { "「": "」", "『": "』", "«": "»", "“": "”" };

function quotedValue(text: string, at: number): Value | undefined {
  OPEN_QUOTE.lastIndex = at;
  const open = OPEN_QUOTE.exec(text);
  if (!open) return undefined;
  const start = OPEN_QUOTE.lastIndex;
  const closing = CLOSING[open[0]] ?? open[0];
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

export function lineEnd(text: string, from: number): number {
  const reach = text.slice(from, from + VALUE_REACH);
  const size = reach.indexOf("\n");
  return from + (size < 0 ? reach.length : size);
}

const BARE = /[^\s"'`<>]{1,512}/y;
const SETTING_LINE = /(?:^|\n)[ \t]*(?:export[ \t]+|set[ \t]+|-[ \t]+)?[A-Z][A-Z0-9_]*[ \t]*=[ \t]*$/;

function bareValue(text: string, at: number): Value | undefined {
  BARE.lastIndex = at;
  const word = BARE.exec(text)?.[0];
  if (word === undefined) return undefined;
  const isLine = SETTING_LINE.test(text.slice(Math.max(0, at - 80), at)) && !/[&;]\w+=/.test(word);
  const cut = isLine
    ? word.replace(/[;,]+$/, "")
    : (/^(?:\[REDACTED:[^\]]{1,120}\]|[^,;&|)}\]\\])+/.exec(word)?.[0] ?? word);
  const end = at + trimEnd(cut).length;
  LAST_SIGNS.lastIndex = end;
  return { start: at, end: LAST_SIGNS.test(text) ? LAST_SIGNS.lastIndex : end, writing: "bare" };
}

/** Signs that end a password: nothing comes behind them that they could divide from it. */
const LAST_SIGNS = /[&%$!#*]{1,3}(?=[\s"'`|,<]|$)/y;

function trimEnd(word: string): string {
  return word.replace(/[.:?]+$/, "");
}

const CONTENT = /\s{0,60}(?:<!\[CDATA\[\s{0,40})?/y;
const ELEMENT = /(?:(?!&lt;)[^<>\n\]]){1,4096}(?=\]\]>|\s{0,60}<|&lt;)/y;

function elementValue(text: string, at: number): Value | undefined {
  CONTENT.lastIndex = at;
  const start = CONTENT.test(text) ? CONTENT.lastIndex : at;
  ELEMENT.lastIndex = start;
  const content = ELEMENT.exec(text)?.[0].trimEnd();
  return content === undefined || content === ""
    ? undefined
    : { start, end: start + content.length, writing: "quoted" };
}
