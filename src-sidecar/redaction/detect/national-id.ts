import { isDate, luhn, mod1110, mod97, verhoeff, weighted } from "./check-digits.ts";

/** A number that a state gives to a person or a firm. */
export interface NationalId {
  readonly kind: string;
  /** Tried where its first digit or letter stands. */
  readonly pattern: RegExp;
  readonly runs?: ReadonlySet<number>;
  /** Letters before the first digit. */
  readonly lead?: number;
  /** Given the number without separators. */
  readonly isValid?: (compact: string) => boolean;
  /** What must stand shortly before, where form and check digits do not say enough. */
  readonly named?: RegExp;
}

const END = String.raw`(?![0-9A-Za-z]|[-.][0-9])`;

function id(kind: string, source: string, isValid?: (compact: string) => boolean, named?: RegExp): NationalId {
  const lead = /^\[A-Z[^\]]*\]\{(\d)\}/.exec(source)?.[1] ?? (/^\[[A-Z]+\]/.test(source) ? "1" : "0");
  return {
    kind,
    pattern: new RegExp(`${source}${END}`, "y"),
    lead: Number(lead),
    ...(isValid === undefined ? {} : { isValid }),
    ...(named === undefined ? {} : { named }),
  };
}

/** @param runs How many digits its first part may have: most of what looks like a number is let go by that. */
function digits(kind: string, runs: string, ...rest: Rest): NationalId {
  return { ...id(kind, ...rest), runs: new Set(runs.split(" ").map(Number)) };
}
type Rest = [source: string, isValid?: (compact: string) => boolean, named?: RegExp];

const yymmdd = (digits: string): boolean => isDate(digits.slice(4, 6), digits.slice(2, 4));
const ddmmyy = (digits: string): boolean => isDate(digits.slice(0, 2), digits.slice(2, 4));

function isCpf(digits: string): boolean {
  const check = (count: number): number => {
    const rest =
      weighted(
        digits,
        Array.from({ length: count }, (_, index) => count + 1 - index),
      ) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return new Set(digits).size > 1 && check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

function isCnpj(digits: string): boolean {
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const check = (count: number): number => {
    const rest = weighted(digits, weights.slice(13 - count)) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return check(12) === Number(digits[12]) && check(13) === Number(digits[13]);
}

function isNorwegian(digits: string): boolean {
  return (
    ddmmyy(digits.replace(/^[4-7]/, (day) => String(Number(day) - 4))) &&
    weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

function isPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  return isDate(digits.slice(4, 6), String(month)) && weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

function isTurkish(digits: string): boolean {
  const odd = weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  return (
    (odd * 7 - even + 100) % 10 === Number(digits[9]) && (odd + even + Number(digits[9])) % 10 === Number(digits[10])
  );
}

function isBelgian(digits: string): boolean {
  const [body, check] = [digits.slice(0, 9), Number(digits.slice(9))];
  return 97 - mod97(body) === check || 97 - mod97(`2${body}`) === check;
}

function isNhs(digits: string): boolean {
  return weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

function isChinese(text: string): boolean {
  const check = "10X98765432".charAt(weighted(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11);
  return isDate(text.slice(12, 14), text.slice(10, 12)) && check === text.charAt(17).toUpperCase();
}

function isFrench(digits: string): boolean {
  return 97 - mod97(digits.slice(0, 13).replace("A", "0").replace("B", "0")) === Number(digits.slice(13));
}

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const isDni = (text: string): boolean => DNI_LETTERS[Number(text.slice(0, 8)) % 23] === text[8];
const isNie = (text: string): boolean => isDni(`${"XYZ".indexOf(text.charAt(0))}${text.slice(1)}`);

function isFinnish(text: string): boolean {
  const digits = text.slice(0, 6) + text.slice(-4, -1);
  return ddmmyy(text) && "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(digits) % 31] === text.at(-1);
}

function isEan(digits: string): boolean {
  return weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

function isRut(text: string): boolean {
  const body = text.slice(0, -1);
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) sum += Number(body[body.length - 1 - index]) * ((index % 6) + 2);
  return "0K987654321"[sum % 11] === text.at(-1)?.toUpperCase();
}

function isCodiceFiscale(text: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const upper = text.toUpperCase();
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const unit = upper.charCodeAt(index);
    const value = unit <= 0x39 ? unit - 0x30 : unit - 0x41;
    sum += index % 2 === 0 ? (odd[value] ?? 0) : value;
  }
  return upper.charCodeAt(15) - 0x41 === sum % 26;
}

function isNric(text: string): boolean {
  const sum = weighted(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + (/[TG]/.test(text) ? 4 : text.startsWith("M") ? 3 : 0);
  return /^[ST]/.test(text)
    ? "JZIHGFEDCBA"[sum % 11] === text[8]
    : text.startsWith("M") || "XWUTRQPNMLK"[sum % 11] === text[8];
}

function isSnils(digits: string): boolean {
  const sum = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
  return (sum === 100 ? 0 : sum) === Number(digits.slice(9));
}

/** Tried in this order where a digit starts; the first that fits is taken. */
export const DIGIT_IDS: readonly NationalId[] = [
  digits("us-social-security-number", "3", "(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}"),
  digits("us-taxpayer-number", "3", "9[0-9]{2}-(?:[5-9][0-9])-[0-9]{4}"),
  digits(
    "us-social-security-number",
    "3 9",
    "(?!000|666)[0-9]{3} ?[0-9]{2} ?[0-9]{4}",
    undefined,
    /ssn|social[ _-]?sec|itin|taxpayer/i,
  ),
  digits(
    "fr-nir",
    "1 13 15",
    "[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
    isFrench,
  ),
  digits("be-national-number", "2", "[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9]{3}\\.[0-9]{2}", isBelgian),
  digits("be-national-number", "11", "[0-9]{11}", isBelgian, /rijksregister|registre|national|nrn|insz|niss|\brr/i),
  digits("no-birth-number", "6 11", "[0-9]{6} ?[0-9]{5}", isNorwegian),
  digits("pl-pesel", "11", "[0-9]{11}", isPesel),
  digits("br-cpf", "3", "[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}", isCpf),
  digits("br-cpf", "11", "[0-9]{11}", isCpf),
  digits("br-cnpj", "2", "[0-9]{2}\\.[0-9]{3}\\.[0-9]{3}/[0-9]{4}-[0-9]{2}", isCnpj),
  digits("br-cnpj", "14", "[0-9]{14}", isCnpj, /cnpj/i),
  digits("tr-identity-number", "11", "[1-9][0-9]{10}", isTurkish, /t\.?c\.?|kimlik|turk/i),
  digits("de-tax-id", "2 11", "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", mod1110, /steuer|tax|idnr|id-?nr|tin\b/i),
  digits("hr-oib", "11", "[0-9]{11}", mod1110, /oib/i),
  digits("gr-amka", "11", "[0-9]{11}", (digits) => ddmmyy(digits) && luhn(digits), /amka/i),
  digits("es-dni", "8", "[0-9]{8}-?[TRWAGMYFPDXBNJZSQVHLCKE]", isDni),
  digits("fi-henkilotunnus", "6", "[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]", isFinnish),
  digits("ch-ahv", "3 13", "756\\.?[0-9]{4}\\.?[0-9]{4}\\.?[0-9]{2}", isEan),
  digits(
    "se-personnummer",
    "6 8",
    "(?:19|20)?[0-9]{6}[-+][0-9]{4}",
    (digits) => yymmdd(digits.slice(-10)) && luhn(digits.slice(-10)),
  ),
  digits(
    "se-personnummer",
    "10 12",
    "(?:19|20)?[0-9]{10}",
    (digits) => luhn(digits.slice(-10)),
    /person(?:nummer|nr)|samordning/i,
  ),
  digits("dk-cpr", "6 10", "[0-9]{6}-?[0-9]{4}", ddmmyy, /cpr|person(?:nummer|nr)/i),
  digits("kr-resident-number", "6", "[0-9]{6}-[1-8][0-9]{6}", yymmdd),
  digits("cn-resident-id", "17 18", "[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]", isChinese),
  digits("za-id", "6 13", "[0-9]{6} ?[0-9]{4} ?[01][89][0-9]", (digits) => yymmdd(digits) && luhn(digits)),
  digits("ro-cnp", "13", "[1-8][0-9]{12}", (digits) => yymmdd(digits.slice(1)), /cnp/i),
  digits("in-aadhaar", "4", "[2-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}(?![ -][0-9])", verhoeff),
  digits("in-aadhaar", "12", "[2-9][0-9]{11}", verhoeff, /aadhaar|uidai|\buid/i),
  digits(
    "jp-my-number",
    "4 12",
    "[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
    undefined,
    /my ?number|mynumber|マイナンバー|個人番号|kojin/i,
  ),
  digits("uk-nhs-number", "3 10", "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", isNhs, /nhs/i),
  digits(
    "ca-sin",
    "3 9",
    "[1-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}",
    luhn,
    /\bsin\b|social insurance|\bnas\b|sin_|_sin/i,
  ),
  digits(
    "au-tax-file-number",
    "3 8 9",
    "[0-9]{3} ?[0-9]{3} ?[0-9]{2,3}",
    (digits) => digits.length < 9 || weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    /tfn|tax file/i,
  ),
  digits(
    "au-medicare",
    "4 9 10 11",
    "[2-6][0-9]{3} ?[0-9]{5} ?[0-9](?:[ -/]?[1-9])?",
    (digits) => weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]),
    /medicare/i,
  ),
  digits(
    "nl-bsn",
    "4 9",
    "[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}",
    (digits) => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    /bsn|burgerservice|sofi/i,
  ),
  digits("cl-rut", "1 2", "[0-9]{1,2}\\.[0-9]{3}\\.[0-9]{3}-[0-9Kk]", isRut),
  digits("cl-rut", "7 8", "[0-9]{7,8}-[0-9Kk]", isRut, /\brut\b|\brun\b/i),
  digits("cz-birth-number", "6", "[0-9]{6}/[0-9]{3,4}", (digits) => digits.length < 10 || Number(digits) % 11 === 0),
  digits("ru-snils", "3", "[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}", isSnils),
  digits(
    "ar-cuit",
    "2",
    "(?:20|23|24|27|30|33|34)-[0-9]{8}-[0-9]",
    (digits) => weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  ),
  digits("ie-pps", "7", "[0-9]{7}[A-W][A-IW]?", undefined, /\bpps/i),
  digits(
    "tax-number",
    "9 10 11 12",
    "[0-9]{9,12}",
    undefined,
    /\b(?:nif|nipc|inn|инн|egn|teudat|svnr|sozialversicherung\w*)\b/i,
  ),
];

/** Tried where letters stand before a digit. */
export const LETTER_IDS: readonly NationalId[] = [
  id(
    "it-codice-fiscale",
    "[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]",
    isCodiceFiscale,
  ),
  id("mx-curp", "[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[0-9A-Z][0-9]"),
  id("in-pan", "[A-Z]{5}[0-9]{4}[A-Z]", (text) => /^...[PCHABGJLFT]/.test(text)),
  id("mx-rfc", "[A-Z]{4}[0-9]{6}[A-Z0-9]{3}", (text) => yymmdd(text.slice(4)), /\brfc\b/i),
  id("uk-national-insurance-number", "[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", (text) =>
    /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(text),
  ),
  id("es-nie", "[XYZ]-?[0-9]{7}-?[A-Z]", isNie),
  id("sg-nric", "[STFGM][0-9]{7}[A-Z]", isNric),
  id("tw-national-id", "[A-Z]{1}[1289][0-9]{8}", undefined, /身分證|national id|\bid (?:no|number)/i),
];

/** Shortly before a number: it is of another kind. */
const OTHER_NUMBER =
  /(?:order|invoice|tracking|ticket|reference|ref|imei|meid|isbn|ean|gtin|upc|sku|serial|timestamp|time|ts|epoch|build|pid|port|offset|size|bytes|length|count|total|duration|version|id)["'\s]{0,3}(?:no\.?|number|nr\.?|#)?["'\s:=#]{0,4}$/i;
const OWN_ID =
  /(?:national|tax|citizen|resident|personal|identity|sa)[ _-]?id["'\s]{0,3}(?:no\.?|number)?["'\s:=#]{0,4}$/i;

export function hasOtherNumberName(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 32), at);
  return OTHER_NUMBER.test(before) && !OWN_ID.test(before);
}

function runLength(text: string, at: number): number {
  let end = at;
  while (end - at < 20 && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  return end - at;
}

/** The end of the national id that starts at `at`. */
export function nationalIdAt(
  ids: readonly NationalId[],
  text: string,
  at: number,
): { readonly kind: string; readonly end: number } | undefined {
  const size = runLength(text, at);
  for (const { kind, pattern, runs, isValid, named } of ids) {
    if (runs?.has(size) === false) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match === undefined || isValid?.(compact(kind, match)) === false) continue;
    if (named ? !named.test(text.slice(Math.max(0, at - 40), at)) : match.length < 15 && hasOtherNumberName(text, at))
      continue;
    return { kind, end: at + match.length };
  }
  return undefined;
}

/** Finnish numbers have a sign or letter in the middle that counts. */
function compact(kind: string, text: string): string {
  return kind === "fi-henkilotunnus" ? text : text.replace(/[ ./+-]/g, "");
}
