import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";

/**
 * Personal data, found only where a policy asks for it: names of people and places can not be found by their shape, and these can.
 */

const LOCAL_PART = /[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/;
const DOMAIN = /@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])/y;

const EMAIL: Detector = {
  keywords: ["@"],
  detect(text, start, _end, findings) {
    let from = start;
    while (from > 0 && start - from < 64 && LOCAL_PART.test(text.charAt(from - 1))) from -= 1;
    while (from < start && /[.'`/=]/.test(text.charAt(from))) from += 1;
    DOMAIN.lastIndex = start;
    if (from === start || !DOMAIN.test(text)) return 0;
    return push(findings, "email", from, DOMAIN.lastIndex);
  },
};

const KEYWORD_DIGITS = [..."0123456789"];
const CARD = /(?<![0-9A-Za-z.-])(?:[0-9](?:[ -]?[0-9]){12,18})(?![0-9A-Za-z])/y;
const PHONE =
  /(?<![0-9A-Za-z.-])\+[0-9]{1,3}[ ./-]?(?:\([0-9]{1,4}\)[ ./-]?)?[0-9]{1,4}(?:[ ./-]?[0-9]{2,4}){1,4}(?![0-9A-Za-z])/y;
const LOCAL_PHONE = /(?<![0-9A-Za-z.-])\(?[2-9][0-9]{2}\)?[ .-][2-9][0-9]{2}[ .-][0-9]{4}(?![0-9A-Za-z-])/y;
const SSN = /(?<![0-9A-Za-z.-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9A-Za-z-])/y;

/** Numbers that say what they are by their form and their check digits. */
const NUMBER: Detector = {
  keywords: KEYWORD_DIGITS,
  detect(text, start, _end, findings) {
    const card = matchAt(CARD, text, start);
    if (card !== undefined && isCard(text.slice(start, card))) return push(findings, "payment-card", start, card);
    const ssn = matchAt(SSN, text, start);
    if (ssn !== undefined) return push(findings, "us-social-security-number", start, ssn);
    const phone = matchAt(LOCAL_PHONE, text, start);
    if (phone !== undefined) return push(findings, "phone", start, phone);
    // Digits further on in this run of digits start nothing.
    return numberEnd(text, start);
  },
};

const INTERNATIONAL_PHONE: Detector = {
  keywords: ["+"],
  detect(text, start, _end, findings) {
    const end = matchAt(PHONE, text, start);
    const digits = end === undefined ? 0 : text.slice(start, end).replace(/\D/g, "").length;
    return end !== undefined && digits >= 8 && digits <= 15 ? push(findings, "phone", start, end) : 0;
  },
};

const COUNTRIES =
  "AD AE AL AT AZ BA BE BG BH BR BY CH CR CY CZ DE DK DO EE EG ES FI FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV MC MD ME MK MR MT MU NL NO PK PL PS PT QA RO RS SA SC SE SI SK SM ST SV TL TN TR UA VA VG XK".split(
    " ",
  );
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])/y;

const BANK_ACCOUNT: Detector = {
  keywords: COUNTRIES,
  detect(text, start, _end, findings) {
    const end = matchAt(IBAN, text, start);
    return end !== undefined && isIban(text.slice(start, end)) ? push(findings, "iban", start, end) : 0;
  },
};

export const PERSONAL: readonly Detector[] = [EMAIL, NUMBER, INTERNATIONAL_PHONE, BANK_ACCOUNT];
export const PERSONAL_KINDS = ["email", "payment-card", "us-social-security-number", "phone", "iban"];

function push(findings: RankedFinding[], kind: string, start: number, end: number): number {
  findings.push({ kind, start, end, rank: RANK.personal });
  return end;
}

function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function numberEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  return end;
}

/** Luhn's check digit, a length that cards have, and a first digit that one of their networks uses. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits) || new Set(digits).size < 2) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the number modulo 97 is 1 when its first four characters stand last. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(" ", "");
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const letter of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
