import type { SeededRandom } from "../seeded-random.ts";
import { IDS } from "./ids.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGIT = "0123456789";

const ALPHABETS: Readonly<Record<string, string>> = {
  an: UPPER + LOWER + DIGIT,
  lower: LOWER,
  upper: UPPER,
  alpha: UPPER + LOWER,
  digit: DIGIT,
  hex: `${DIGIT}abcdef`,
  HEX: `${DIGIT}ABCDEF`,
  lan: LOWER + DIGIT,
  UAN: UPPER + DIGIT,
  b32: `${UPPER}234567`,
  b64: `${UPPER}${LOWER}${DIGIT}+/`,
  url: `${UPPER}${LOWER}${DIGIT}-_`,
  b58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  crypt: `./${DIGIT}${UPPER}${LOWER}`,
  strong: `${UPPER}${LOWER}${DIGIT}!#%*+-_=^~`,
};

const NOUNS =
  "account billing bucket cache client cluster customer dashboard device email event gateway house invoice job ledger mail market order payment pipeline planet portal queue report river search server shop sync tiger ticket tower update user village window worker".split(
    " ",
  );
const CONSONANTS = "bcdfghklmnprstvz";
const VOWELS = "aeiou";

/**
 * Fills a template from a seed: `{alphabet:count}` or `{alphabet:from-to}` stands for random characters, `{uuid}` for a UUID, `{noun}`
 * for a word, `{name}` for a pronounceable name nobody has, `{chosen}` for what people choose as a password, `{id:…}` for a number with
 * its check digits. Names in doubled braces stay as they are.
 */
export function write(template: string, random: SeededRandom): string {
  return template.replace(
    /\{(\w+)(?::([\w-]+))?\}/g,
    (place, name: string, argument: string | undefined) => piece(name, argument, random) ?? place,
  );
}

function piece(name: string, argument: string | undefined, random: SeededRandom): string | undefined {
  if (name === "uuid") return [8, 4, 4, 4, 12].map((count) => random.text(ALPHABETS["hex"] ?? "", count)).join("-");
  if (name === "noun") return NOUNS[random.below(NOUNS.length)];
  if (name === "name") return madeUpName(random, 1 + random.below(3));
  if (name === "chosen") return chosen(random);
  if (name === "id") return IDS[argument ?? ""]?.(random);
  const alphabet = ALPHABETS[name];
  return alphabet === undefined || argument === undefined ? undefined : random.text(alphabet, count(argument, random));
}

function count(argument: string, random: SeededRandom): number {
  const [from = 0, to = from] = argument.split("-").map(Number);
  return from + random.below(to - from + 1);
}

function madeUpName(random: SeededRandom, syllables: number): string {
  return Array.from({ length: syllables }, () => random.text(CONSONANTS, 1) + random.text(VOWELS, 1)).join("");
}

/** A password as people make them up: a word with a number and a sign somewhere. */
function chosen(random: SeededRandom): string {
  const noun = NOUNS[random.below(NOUNS.length)] ?? "";
  const Noun = noun.charAt(0).toUpperCase() + noun.slice(1);
  return random.pick([
    () => `${Noun}${1 + random.below(9998)}!`,
    () => `${noun}${10 + random.below(89)}#${random.text(UPPER, 2)}`,
    () => `${random.text(LOWER, 4)}-${random.text(DIGIT, 3)}-${Noun}`,
    () => random.text(ALPHABETS["strong"] ?? "", 14),
    () => `${Noun}@${2000 + random.below(26)}`,
  ])();
}
