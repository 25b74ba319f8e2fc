import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { harmlessTexts } from "../../testkit/harmless-text.ts";
import { proves } from "../../testkit/promises.ts";
import { makeToken, TOKEN_KINDS } from "../../testkit/tokens.ts";
import { createKnownValues, createRedactor } from "./index.ts";

const KEY = new Uint8Array(32).fill(5);
const redactor = createRedactor({ knownValues: createKnownValues(KEY), sessionKey: KEY });

/** What stands around a secret in the answers of tools. */
const SURROUNDINGS: readonly (readonly [string, string])[] = [
  ["", ""],
  ["it said ", " and went on"],
  ['{"text":"', '","n":1}'],
  ['{\\"text\\":\\"', '\\"}'],
  ["\n", "\n"],
  ["first line\\n", "\\nlast line"],
  ["(", ")"],
  ["`", "`"],
  ["<td>", "</td>"],
  ["- ", "."],
  ["a\t", "\tb"],
  ["\u2028", "…"],
];

const surrounding = fc.constantFrom(...SURROUNDINGS);
const seed = fc.integer({ min: 1, max: 2 ** 31 });

describe("each kind of token", () => {
  test.each(TOKEN_KINDS)("%s is covered whole, whatever stands around it", (kind) => {
    proves("redact:tokens");
    fc.assert(
      fc.property(seed, surrounding, (number, [before, after]) => {
        const { text, secret } = makeToken(kind, number);
        const whole = `${before}${text}${after}`;
        const start = before.length + text.indexOf(secret);
        const isCovered = redactor
          .find(whole)
          .some((found) => found.start <= start && found.end >= start + secret.length);
        if (!isCovered) throw new Error(`not covered: ${whole}`);
      }),
      { seed: 21, numRuns: 60 },
    );
  });

  test("is named in most cases as what it is", () => {
    const named = TOKEN_KINDS.filter((kind) => {
      const { text } = makeToken(kind, 77);
      return redactor.find(`it said ${text} and`).some((found) => found.kind === kind);
    });
    expect(named.length).toBeGreaterThanOrEqual(TOKEN_KINDS.length * 0.97);
    expect(TOKEN_KINDS.length).toBeGreaterThanOrEqual(80);
  });
});

test("redacting what was redacted changes nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...TOKEN_KINDS), seed, surrounding), { maxLength: 6 }), (parts) => {
      const text = parts
        .map(([kind, number, [before, after]]) => `${before}${makeToken(kind, number).text}${after}`)
        .join(" ");
      const once = redactor.redactText(text).value;
      const twice = redactor.redactText(once);
      expect(twice.value).toBe(once);
      expect(twice.findings).toEqual([]);
    }),
    { seed: 22, numRuns: 400 },
  );
});

test("the same value has the same placeholder in a session, another value another", () => {
  const [first, second] = [makeToken("github-token", 1).secret, makeToken("github-token", 2).secret];
  const { value, findings } = redactor.redactText(`${first} ${second} ${first}`);
  const [one, two, three] = value.split(" ");
  expect([one === three, one === two]).toEqual([true, false]);
  expect(JSON.stringify(findings)).not.toContain(first.slice(4, 12));
});

test("leaves harmless text alone in at least 97 of 100 cases", () => {
  const texts = harmlessTexts(31, 2000);
  const touched = texts.filter(({ text }) => redactor.find(text).length > 0);
  expect(touched.map(({ text }) => text).length).toBeLessThanOrEqual(texts.length * 0.03);
});

test("no text around a secret switches a rule off", () => {
  const { text } = makeToken("github-token", 3);
  const tricks = [
    `secretlint-disable ${text}`,
    `gitleaks:allow ${text} # nosec`,
    `[REDACTED:${text}]`,
    `[REDACTED:vault:${text}]`,
    `[REDACTED:github-token#${text}]`,
    `example ${text} EXAMPLE test`,
    `\u200b${text}\u200b`,
  ];
  expect(tricks.filter((trick) => redactor.redactText(trick).value.includes(text.slice(4, 20)))).toEqual([]);
});

test("brackets that only look like a placeholder hide no named secret", () => {
  const { value } = redactor.redactText("password=[REDACTED:hunter2#1] secret: [REDACTED:vault:s3cr3tW0rdOfMine]");
  expect([value.includes("hunter2"), value.includes("s3cr3tW0rdOfMine")]).toEqual([false, false]);
});
