/** Numbers of people, cards and accounts with right check digits, made up from a seed. */
import type { SeededRandom } from "../seeded-random.ts";

const DIGIT = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

type Maker = (random: SeededRandom) => string;

const digits = (random: SeededRandom, count: number): string => random.text(DIGIT, count);
const two = (number: number): string => String(number).padStart(2, "0");
const month = (random: SeededRandom): string => two(1 + random.below(12));
const day = (random: SeededRandom): string => two(1 + random.below(28));
const year = (random: SeededRandom): string => two(random.below(100));
const yymmdd = (random: SeededRandom): string => year(random) + month(random) + day(random);
const ddmmyy = (random: SeededRandom): string => day(random) + month(random) + year(random);

function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
}

function luhn(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const digit = Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}

/** Makes bodies until one has a check digit. */
function until(random: SeededRandom, make: (random: SeededRandom) => string | undefined): string {
  for (;;) {
    const made = make(random);
    if (made !== undefined) return made;
  }
}

function mod97(text: string): number {
  let rest = 0;
  for (const digit of text) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

function grouped(text: string, sizes: readonly number[], sign: string): string {
  let at = 0;
  return sizes.map((size) => text.slice(at, (at += size))).join(sign);
}

function card(random: SeededRandom, prefixes: readonly [string, ...string[]], length: number): string {
  const prefix = random.pick(prefixes);
  return luhn(prefix + digits(random, length - 1 - prefix.length));
}

function iban(random: SeededRandom, country: string, body: string): string {
  const numbers = [...`${body}${country}00`].map((letter) => String(Number.parseInt(letter, 36))).join("");
  const whole = country + two(98 - mod97(numbers)) + body;
  return random.below(2) === 0 ? whole : whole.replace(/(.{4})(?=.)/g, "$1 ");
}

function cpf(random: SeededRandom): string {
  const first = digits(random, 9);
  const check = (text: string): number => {
    const sum = weighted(
      text,
      Array.from(text, (_, index) => text.length + 1 - index),
    );
    return sum % 11 < 2 ? 0 : 11 - (sum % 11);
  };
  const ten = first + String(check(first));
  return ten + String(check(ten));
}

function cnpj(random: SeededRandom): string {
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const check = (text: string): number => {
    const rest = weighted(text, weights.slice(13 - text.length)) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  const body = `${digits(random, 8)}0001`;
  const more = body + String(check(body));
  return more + String(check(more));
}

const DNI = "TRWAGMYFPDXBNJZSQVHLCKE";

function codiceFiscale(random: SeededRandom): string {
  const letters = "BCDFGLMNPRSTV";
  const body = `${random.text(letters, 6)}${year(random)}${random.text("ABCDEHLMPRST", 1)}${day(random)}${random.text("ABCDEFGHIL", 1)}${digits(random, 3)}`;
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const value = (letter: string): number => (/[0-9]/.test(letter) ? Number(letter) : letter.charCodeAt(0) - 65);
  let sum = 0;
  [...body].forEach((letter, index) => (sum += index % 2 === 0 ? (odd[value(letter)] ?? 0) : value(letter)));
  return body + UPPER.charAt(sum % 26);
}

const VERHOEFF_D =
  "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
const VERHOEFF_P = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

function aadhaar(random: SeededRandom): string {
  const body = random.text("23456789", 1) + digits(random, 10);
  for (let check = 0; check < 10; check += 1) {
    let state = 0;
    [...`${body}${check}`].reverse().forEach((digit, index) => {
      const moved = Number(VERHOEFF_P[(index % 8) * 10 + Number(digit)]);
      state = Number(VERHOEFF_D[state * 10 + moved]);
    });
    if (state === 0) return grouped(`${body}${check}`, [4, 4, 4], " ");
  }
  return "";
}

function norwegian(random: SeededRandom): string {
  return until(random, () => {
    const body = ddmmyy(random) + digits(random, 3);
    const first = (11 - (weighted(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
    const second = (11 - (weighted(body + String(first), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    return first > 9 || second > 9 ? undefined : body + String(first) + String(second);
  });
}

function chinese(random: SeededRandom): string {
  const body = `${random.pick(["110105", "310101", "440305", "510104"])}19${50 + random.below(49)}${month(random)}${day(random)}${digits(random, 3)}`;
  return body + "10X98765432".charAt(weighted(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11);
}

function germanTaxId(random: SeededRandom): string {
  // Ten digits of which exactly one stands twice, then the check digit of ISO 7064 (11, 10).
  const order = [...DIGIT].sort(() => random.below(3) - 1);
  const body = [...order.slice(0, 9), order[1] ?? "1"].join("").replace(/^0/, "9").slice(0, 10);
  let product = 10;
  for (const digit of body) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return body + String((11 - product) % 10);
}

const CARDS: Readonly<Record<string, Maker>> = {
  visa: (random) => card(random, ["4"], 16),
  mastercard: (random) => card(random, ["51", "52", "53", "54", "55", "2221", "2720"], 16),
  amex: (random) => card(random, ["34", "37"], 15),
  discover: (random) => card(random, ["6011", "65", "644"], 16),
  diners: (random) => card(random, ["36", "38", "305"], 14),
  jcb: (random) => card(random, ["3528", "3589"], 16),
  unionpay: (random) => card(random, ["62"], 16 + random.below(4)),
  maestro: (random) => card(random, ["5018", "6304", "6759"], 16),
};

const IBANS: Readonly<Record<string, Maker>> = {
  "iban-de": (random) => iban(random, "DE", digits(random, 18)),
  "iban-gb": (random) => iban(random, "GB", `${random.text(UPPER, 4)}${digits(random, 14)}`),
  "iban-fr": (random) => iban(random, "FR", digits(random, 23)),
  "iban-nl": (random) => iban(random, "NL", `${random.text(UPPER, 4)}${digits(random, 10)}`),
  "iban-es": (random) => iban(random, "ES", digits(random, 20)),
  "iban-it": (random) => iban(random, "IT", `${random.text(UPPER, 1)}${digits(random, 22)}`),
  "iban-ch": (random) => iban(random, "CH", digits(random, 17)),
  "iban-no": (random) => iban(random, "NO", digits(random, 11)),
  "iban-pl": (random) => iban(random, "PL", digits(random, 24)),
  "iban-mt": (random) => iban(random, "MT", `${random.text(UPPER, 4)}${digits(random, 23)}`),
};

/** By name, for `{id:name}`. Where a form has signs of its own they are part of it. */
export const IDS: Readonly<Record<string, Maker>> = {
  ...CARDS,
  ...IBANS,
  ssn: (random) => `${100 + random.below(500)}-${two(1 + random.below(98))}-${1000 + random.below(8999)}`,
  itin: (random) => `9${digits(random, 2)}-${70 + random.below(18)}-${1000 + random.below(8999)}`,
  nino: (random) => `${random.pick(["AB", "JK", "PX", "SR"])}${digits(random, 6)}${random.text("ABCD", 1)}`,
  nhs: (random) =>
    until(random, () => {
      const body = `4${digits(random, 8)}`;
      const check = (11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return check === 10 ? undefined : grouped(body + String(check), [3, 3, 4], " ");
    }),
  "de-tax": germanTaxId,
  nir: (random) => {
    const body = `${1 + random.below(2)}${year(random)}${month(random)}75${digits(random, 6)}`;
    return body + two(97 - mod97(body));
  },
  dni: (random) => {
    const number = digits(random, 8);
    return number + DNI.charAt(Number(number) % 23);
  },
  nie: (random) => {
    const letter = random.below(3);
    const number = digits(random, 7);
    return "XYZ".charAt(letter) + number + DNI.charAt(Number(`${letter}${number}`) % 23);
  },
  "codice-fiscale": codiceFiscale,
  bsn: (random) =>
    until(random, () => {
      const body = `1${digits(random, 7)}`;
      const check = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return check === 10 ? undefined : body + String(check);
    }),
  "be-national": (random) => {
    const body = yymmdd(random) + digits(random, 3);
    const whole = body + two(97 - mod97(body));
    return random.below(2) === 0
      ? `${whole.slice(0, 2)}.${whole.slice(2, 4)}.${whole.slice(4, 6)}-${whole.slice(6, 9)}.${whole.slice(9)}`
      : whole;
  },
  pesel: (random) => {
    const body = yymmdd(random) + digits(random, 4);
    return body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
  },
  personnummer: (random) => {
    const date = yymmdd(random);
    return `${date}-${luhn(date + digits(random, 3)).slice(6)}`;
  },
  "no-birth": norwegian,
  cpr: (random) => `${ddmmyy(random)}-${digits(random, 4)}`,
  hetu: (random) => {
    const date = ddmmyy(random);
    const number = 2 + random.below(897);
    const three = String(number).padStart(3, "0");
    return `${date}-${three}${"0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Number(date + three) % 31)}`;
  },
  ahv: (random) => {
    const body = `756${digits(random, 9)}`;
    const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    return grouped(body + String((10 - (sum % 10)) % 10), [3, 4, 4, 2], ".");
  },
  cpf: (random) => cpf(random).replace(/^(...)(...)(...)(..)$/, "$1.$2.$3-$4"),
  "cpf-bare": cpf,
  cnpj: (random) => cnpj(random).replace(/^(..)(...)(...)(....)(..)$/, "$1.$2.$3/$4-$5"),
  aadhaar,
  pan: (random) => `${random.text(UPPER, 3)}P${random.text(UPPER, 1)}${digits(random, 4)}${random.text(UPPER, 1)}`,
  sin: (random) =>
    grouped(luhn(`${random.text("1234567", 1)}${digits(random, 7)}`), [3, 3, 3], random.pick([" ", "-"])),
  tfn: (random) =>
    until(random, () => {
      const body = random.text("123456789", 1) + digits(random, 8);
      return weighted(body, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 ? grouped(body, [3, 3, 3], " ") : undefined;
    }),
  medicare: (random) => {
    const body = random.text("23456", 1) + digits(random, 7);
    const check = weighted(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10;
    return grouped(`${body}${check}1`, [4, 5, 1], " ");
  },
  "my-number": (random) => {
    const body = digits(random, 11);
    const sum = weighted(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    return body + String(sum % 11 < 2 ? 0 : 11 - (sum % 11));
  },
  rrn: (random) => {
    const body = `${yymmdd(random)}${1 + random.below(2)}${digits(random, 5)}`;
    const check = (11 - (weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10;
    return `${body.slice(0, 6)}-${body.slice(6)}${check}`;
  },
  "resident-id": chinese,
  "za-id": (random) => luhn(`${yymmdd(random)}${digits(random, 4)}08`),
};
