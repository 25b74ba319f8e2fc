/** How well a passphrase would stand against guessing; a hint, never a gate beyond the least length. */
export type Strength = "empty" | "short" | "weak" | "fair" | "good";

const LEAST_LENGTH = 8;
const FAIR_BITS = 45;
const GOOD_BITS = 65;

/** Rates by length and variety. Runs and repeated words count little: they are what is tried first. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase === "") return "empty";
  if (passphrase.length < LEAST_LENGTH) return "short";
  const bits = bitsOf(passphrase);
  if (bits < FAIR_BITS) return "weak";
  return bits < GOOD_BITS ? "fair" : "good";
}

function bitsOf(text: string): number {
  const alphabet = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^A-Za-z\d]/, 24],
  ] as const;
  const size = alphabet.reduce((sum, [pattern, letters]) => (pattern.test(text) ? sum + letters : sum), 0);
  // A letter of a word is worth less than a random one; half is a cautious middle.
  const perLetter = Math.log2(Math.max(size, 2)) * 0.6;
  return effectiveLength(text) * perLetter;
}

/** Counts a letter fully when it is new or continues no run, and a quarter otherwise. */
function effectiveLength(text: string): number {
  const seen = new Map<string, number>();
  let length = 0;
  let before: number | undefined;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const times = seen.get(letter) ?? 0;
    const isRun = before !== undefined && Math.abs(code - before) <= 1;
    length += isRun || times > 2 ? 0.25 : 1;
    seen.set(letter, times + 1);
    before = code;
  }
  return length;
}
