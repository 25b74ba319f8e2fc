import { isCoinedWord } from "./coined-word.ts";
import { isGenerated, isStandIn } from "./plausible.ts";

/** How far what a name holds is read. */
const REACH = 600;
const OPEN = /\\{0,7}["'`\]]{0,2}\s{0,4}(?:=>|[:=])\s{0,4}(?:\[|\{)/y;
const TEXTS =
  /(?<slashes>\\{0,7})(?<quote>["'])(?<value>(?:(?!\\{0,7}\k<quote>)[^\n\\]){4,400})\k<slashes>\k<quote>(?<sign>\s{0,4}(?::(?!:)|=>))?/g;
const BEFORE = /(?<member>[\w$-]{1,40})["'\\]{0,8}\s{0,4}(?::|=>|=)\s{0,4}$/;
const OTHER =
  /(?:^|[_-])(?:id|ids|name|type|kind|url|uri|host|user|username|login|email|path|file|version|alg|algorithm|region|scope|scopes|created|updated|expires|at|hash|digest|description|label|status)$|[a-z](?:Id|Name|Type|Url|At)$/;

/** A text in what a name holds; offsets in the text. */
interface Held {
  readonly start: number;
  readonly end: number;
}

/** `"tokens": ["…", "…"]`, `"token": {"access": "…"}`: texts in the list or the record behind a secret's name. */
export function heldValues(text: string, nameEnd: number, isChosen: boolean): readonly Held[] {
  OPEN.lastIndex = nameEnd;
  if (!OPEN.test(text)) return [];
  const from = OPEN.lastIndex;
  const isRecord = text[from - 1] === "{";
  const inside = text.slice(from, from + REACH);
  // Up to the end, or to a list or record within: so that what many names hold is read once.
  const close = inside.search(/[[\]{}]/);
  const held: Held[] = [];
  for (const match of inside.slice(0, close < 0 ? REACH : close).matchAll(TEXTS)) {
    const { slashes = "", quote = "", value = "", sign } = match.groups ?? {};
    if (sign !== undefined || !isSecret(value, isChosen)) continue;
    const start = from + match.index + slashes.length + quote.length;
    const member = BEFORE.exec(
      text.slice(Math.max(from, start - 64 - quote.length), start - quote.length - slashes.length),
    );
    if (isRecord && OTHER.test(member?.groups?.["member"] ?? "id")) continue;
    held.push({ start, end: start + value.length });
  }
  return held;
}

function isSecret(value: string, isChosen: boolean): boolean {
  if (isStandIn(value)) return false;
  return isGenerated(value, "quoted") || (isChosen && /[0-9]/.test(value) && isCoinedWord(value));
}
