/** Whether the text at `at` starts a word. An escape before it (`\n`, `%20`, `\u0020`, `\x20`) is no part of a word. */
export function isAlone(text: string, at: number): boolean {
  if (at === 0 || !isWord(text.charCodeAt(at - 1))) return true;
  const hasSign =
    text.charCodeAt(at - 2) === BACKSLASH ||
    text.charCodeAt(at - 3) === PERCENT ||
    text.charCodeAt(at - 4) === BACKSLASH ||
    text.charCodeAt(at - 6) === BACKSLASH;
  return hasSign && ESCAPE.test(text.slice(Math.max(0, at - 6), at));
}

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const ESCAPE = /(?:\\[nrtbfv0]|%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2})$/i;

function isWord(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}

/** Shape is judged by the first characters: what a text costs must not grow with the length of what looks like a token. */
const SAMPLE = 128;

/** Not the `xxxxxxxx` of a manual. */
export function isVaried(body: string): boolean {
  const length = Math.min(body.length, SAMPLE);
  const needed = Math.min(6, Math.ceil(length / 3));
  const seen: number[] = [];
  for (let at = 0; at < length && seen.length < needed; at += 1) {
    const unit = body.charCodeAt(at) & 127;
    if (!seen.includes(unit)) seen.push(unit);
  }
  return seen.length >= needed;
}

/** By count: how much `count * log2(count)` grows with one more. */
const STEPS: Float64Array = Float64Array.from({ length: SAMPLE }, (_, count) =>
  count === 0 ? 0 : (count + 1) * Math.log2(count + 1) - count * Math.log2(count),
);

/** Shannon entropy of the first characters, in bits a character. */
export function entropy(text: string): number {
  const counts = new Uint16Array(128);
  const length = Math.min(text.length, SAMPLE);
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at) & 127;
    const count = counts[unit] ?? 0;
    counts[unit] = count + 1;
    sum += STEPS[count] ?? 0;
  }
  return length === 0 ? 0 : Math.log2(length) - sum / length;
}

/** How often the case of letters changes. */
export function caseTurns(text: string): number {
  return text.slice(0, SAMPLE).match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
}

export function hasDigit(text: string): boolean {
  return /[0-9]/.test(text);
}

/** Characters mixed as only a generator mixes them. */
export function isRandom(text: string): boolean {
  if (hasDigit(text)) return /[A-Za-z]/.test(text) && entropy(text) >= 3;
  return caseTurns(text) * 6 >= Math.min(text.length, SAMPLE) && entropy(text) >= 3.4;
}
