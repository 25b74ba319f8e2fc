/** What only a generator writes, told from names and words by how characters follow each other. */

const SAMPLE = 96;

/** Each letter with those that follow it in 96 of 100 pairs of English words and names of programs: a third of all pairs. */
const COMMON_PAIRS =
  "abcdgilmnprstuvwy baejlouy caehiklortu dadeios eacdeflmnopqrstvwxy faefioru gaeinst haeiort iacdefglmnoprstvz jes kei ladeilostuy mabeiops nacdegiklnostuvy obcdfgiklmnoprstuvw paeiloprstu qu racdefgikmnorstuvy sacehikopstuy tacehioprstuy uabdefilmnprst vaeio waehinors xpt ynpst";
const IS_COMMON: Uint8Array = commonPairs();

function commonPairs(): Uint8Array {
  const table = new Uint8Array(26 * 26);
  for (const [first = "", ...others] of COMMON_PAIRS.split(" ")) {
    for (const second of others) table[pair(first.charCodeAt(0) - 0x61, second.charCodeAt(0) - 0x61)] = 1;
  }
  return table;
}

function pair(first: number, second: number): number {
  return first * 26 + second;
}

interface Mix {
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  /** How often a letter or digit is of another class than the one before it. */
  readonly turns: number;
  readonly letters: number;
  /** Neighbouring letters, without regard to case, and how many of these pairs are common ones. */
  readonly pairs: number;
  readonly commonPairs: number;
}

function mixOf(text: string): Mix {
  const counts = [0, 0, 0];
  let [turns, last, before, pairs, common] = [0, -1, -1, 0, 0];
  const length = Math.min(text.length, SAMPLE);
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit);
    const letter = kind === 0 ? unit - 0x61 : kind === 1 ? unit - 0x41 : -1;
    if (letter >= 0 && before >= 0) {
      pairs += 1;
      common += IS_COMMON[pair(before, letter)] ?? 0;
    }
    before = letter;
    if (kind < 0) continue;
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (last >= 0 && kind !== last) turns += 1;
    last = kind;
  }
  const [lower = 0, upper = 0, digits = 0] = counts;
  return { lower, upper, digits, turns, letters: lower + upper + digits, pairs, commonPairs: common };
}

function classOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return 0;
  if (unit >= 0x41 && unit <= 0x5a) return 1;
  return unit >= 0x30 && unit <= 0x39 ? 2 : -1;
}

/** Both cases and, as a rule, digits. */
export function isMixed(text: string): boolean {
  const { lower, upper, digits, letters } = mixOf(text);
  return lower >= 2 && upper >= 2 && (digits >= 1 || letters < 40);
}

/**
 * Letters are no words, or letters and digits change places as only chance has it.
 *
 * In random text of both cases and digits 62 of 100 characters are of another class than the one before, in random lower case and
 * digits 40, in hexadecimal 47; in names and words fewer than 25. Of random pairs of letters a third are common, in words nearly all.
 */
export function looksRandom(text: string): boolean {
  const { lower, upper, digits, turns, letters, pairs, commonPairs: common } = mixOf(text);
  if (letters < 12) return false;
  const rate = turns / (letters - 1);
  const isWords = pairs >= 6 && pairs * 3 >= letters && common >= pairs * 0.76;
  const isNoWords = pairs >= 8 && common <= pairs * 0.62;
  if (digits === 0) return lower > 0 && upper > 0 && letters >= 16 && !isWords && (rate >= 0.36 || isNoWords);
  if (digits >= letters - 1) return false;
  const isOneCase = Math.min(lower, upper) * 5 < lower + upper;
  if (isOneCase) return digits >= 2 && !isWords && (rate >= 0.18 || isNoWords);
  return !isWords && (rate >= 0.38 || (isNoWords && rate >= 0.2));
}

/** Letters without a digit that are no words: half of their pairs are such as words do not have. */
export function isUnpronounceable(text: string): boolean {
  const { pairs, commonPairs: common } = mixOf(text);
  return pairs >= 6 && common <= pairs * 0.66;
}

export function isUuid(text: string): boolean {
  return text.length === 36 && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
