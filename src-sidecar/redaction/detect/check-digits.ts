/** Check digits of numbers that people are known by. Each takes digits (and letters) without separators. */

export function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 0x30;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The sum of each digit times its weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1)
    sum += (digits.charCodeAt(index) - 0x30) * (weights[index] ?? 0);
  return sum;
}

/** The number modulo 97, read digit by digit; letters count as 10 to 35. */
export function mod97(text: string): number {
  let rest = 0;
  for (const letter of text) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Digits that are a day and a month, with what a country adds to them taken off by the caller. */
export function isDate(day: string, month: string): boolean {
  const [dayNumber, monthNumber] = [Number(day), Number(month)];
  return dayNumber >= 1 && dayNumber <= 31 && monthNumber >= 1 && monthNumber <= 12;
}

/** ISO 7064 modulo 11,10. */
export function mod1110(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === Number(digits.at(-1));
}

const VERHOEFF_D =
  "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
const VERHOEFF_P = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

export function verhoeff(digits: string): boolean {
  let state = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    state = Number(VERHOEFF_D.charAt(state * 10 + Number(VERHOEFF_P.charAt((index % 8) * 10 + digit))));
  }
  return state === 0;
}
