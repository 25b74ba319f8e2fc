/** Whether the text at `at` starts a word. An escape before it (`\n`, `%20`, `\u0020`, `\x20`) is no part of a word. */
export function isAlone(text: string, at: number): boolean {
  if (at === 0 || !isWord(text.charCodeAt(at - 1))) return true;
  return /(?:\\[nrtbfv0]|%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2})$/i.test(text.slice(Math.max(0, at - 6), at));
}

function isWord(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}

/** Not the `xxxxxxxx` of a manual. */
export function isVaried(body: string): boolean {
  return new Set(body).size >= Math.min(6, Math.ceil(body.length / 3));
}

/** Shannon entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

export function hasDigit(text: string): boolean {
  return /[0-9]/.test(text);
}

/** Characters mixed as only a generator mixes them. */
export function isRandom(text: string): boolean {
  const turns = text.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0;
  return (hasDigit(text) ? /[A-Za-z]/.test(text) : turns * 4 >= text.length) && entropy(text) >= 3;
}
