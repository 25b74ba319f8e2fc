import { luhn, mod97 } from "./check-digits.ts";

const CARD = /[0-9](?:[ -]?[0-9]){11,18}(?![0-9A-Za-z]|[-.][0-9])/y;
/** First digits of the networks, with the lengths of their numbers. */
const NETWORKS =
  /^(?:4(?:[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[689][0-9])[0-9]{11}|6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12}|35(?:2[89]|[3-8][0-9])[0-9]{12}|62[0-9]{14,17}|(?:5018|5020|5038|5[678][0-9]{2}|6304|6759|676[1-3]|6390)[0-9]{8,15}|220[0-4][0-9]{12}|(?:60|65|81|82|508)[0-9]{13,14}|9792[0-9]{12})$/;
const GROUPS = /^(?:[0-9]{12,19}|[0-9]{4}(?:[ -][0-9]{4}){2,3}(?:[ -][0-9]{1,4})?|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5})$/;
const OLD_VISA = /^4[0-9]{12}$/;
const NAMED_CARD = /card|visa|credit|debit|\bpan\b/i;

/** Where the payment card number that starts at `at` ends: a network's length and first digits, groups as cards have them, Luhn's digit. */
export function cardEnd(text: string, at: number): number | undefined {
  let run = at;
  while (run - at < 20 && /[0-9]/.test(text.charAt(run))) run += 1;
  if (run - at !== 4 && run - at < 12) return undefined;
  CARD.lastIndex = at;
  let match = CARD.exec(text)?.[0];
  // What follows a whole number, such as a month or a code, may have been taken with it.
  while (match !== undefined && match.length >= 12) {
    const digits = match.replace(/[ -]/g, "");
    const isOne =
      NETWORKS.test(digits) || (OLD_VISA.test(digits) && NAMED_CARD.test(text.slice(Math.max(0, at - 24), at)));
    if (isOne && GROUPS.test(match) && luhn(digits) && new Set(digits).size > 1) return at + match.length;
    const cut = Math.max(match.lastIndexOf(" "), match.lastIndexOf("-"));
    match = cut > 0 ? match.slice(0, cut) : undefined;
  }
  return undefined;
}

const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Where the IBAN that starts at `at` ends: as many characters as its country has, spaces or dashes between groups, modulo 97 is 1. */
export function ibanEnd(text: string, at: number): number | undefined {
  const length = IBAN_LENGTHS[text.slice(at, at + 2).toUpperCase()];
  if (length === undefined || !/[0-9]{2}/.test(text.slice(at + 2, at + 4))) return undefined;
  let compact = "";
  let end = at;
  for (; compact.length < length && end - at < 48; end += 1) {
    const letter = text.charAt(end);
    if (/[A-Za-z0-9]/.test(letter)) compact += letter;
    else if (!(letter === " " || letter === "-" || letter === "\u00a0") || compact.length < 4) return undefined;
  }
  if (compact.length < length || /[A-Za-z0-9]/.test(text.charAt(end))) return undefined;
  return mod97(compact.slice(4) + compact.slice(0, 4)) === 1 ? end : undefined;
}
