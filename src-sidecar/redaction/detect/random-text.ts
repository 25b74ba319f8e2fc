/** What only a generator writes, told from names and words by how classes of characters follow each other. */

const SAMPLE = 96;

interface Mix {
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  /** How often a letter or digit is of another class than the one before it. */
  readonly turns: number;
  readonly letters: number;
  readonly longestWord: number;
}

function mixOf(text: string): Mix {
  const counts = [0, 0, 0];
  let [turns, last, word, longestWord] = [0, -1, 0, 0];
  const length = Math.min(text.length, SAMPLE);
  for (let at = 0; at < length; at += 1) {
    const kind = classOf(text.charCodeAt(at));
    if (kind < 0) {
      word = 0;
      continue;
    }
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (last >= 0 && kind !== last) turns += 1;
    word = kind === 0 ? word + 1 : kind === 1 ? 1 : 0;
    if (word > longestWord) longestWord = word;
    last = kind;
  }
  const [lower = 0, upper = 0, digits = 0] = counts;
  return { lower, upper, digits, turns, letters: lower + upper + digits, longestWord };
}

function classOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return 0;
  if (unit >= 0x41 && unit <= 0x5a) return 1;
  return unit >= 0x30 && unit <= 0x39 ? 2 : -1;
}

/** Both cases and, as a rule, digits. */
export function isMixed(text: string): boolean {
  const { lower, upper, digits, letters } = mixOf(text);
  return lower >= 2 && upper >= 2 && (digits >= 1 || letters < 30);
}

/**
 * Letters and digits change places as often as chance has it, and no word stands among them.
 *
 * In random text of both cases and digits 62 of 100 characters are of another class than the one before, in random lower case and
 * digits 40, in hexadecimal 47; in names and words fewer than 25.
 */
export function looksRandom(text: string): boolean {
  const { lower, upper, digits, turns, letters, longestWord } = mixOf(text);
  if (letters < 12) return false;
  const rate = turns / (letters - 1);
  if (lower > 0 && upper > 0) {
    if (digits === 0) return letters >= 16 && rate >= 0.36 && longestWord <= 6;
    return rate >= 0.38 && longestWord <= 8;
  }
  return digits >= 2 && digits < letters - 1 && rate >= 0.2 && longestWord <= 13;
}

export function isUuid(text: string): boolean {
  return text.length === 36 && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
