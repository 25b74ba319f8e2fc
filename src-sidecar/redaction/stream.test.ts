import fc from "fast-check";
import { expect, test } from "vitest";
import { mixedText } from "../../testkit/harmless-text.ts";
import { proves } from "../../testkit/promises.ts";
import { makeToken, TOKEN_KINDS } from "../../testkit/tokens.ts";
import { createKnownValues, createRedactor, type FindingSummary } from "./index.ts";

const KEY = new Uint8Array(32).fill(3);
const VALUE = "Hj5&kd0Lq!xZ81mBn3Vc";
const knownValues = createKnownValues(KEY);
knownValues.learn("db", Buffer.from(VALUE));

const cuts = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 });
const kind = fc.constantFrom(...TOKEN_KINDS);
const seed = fc.integer({ min: 1, max: 2 ** 31 });

test("leaks nothing across the borders of pieces, wherever they fall", () => {
  proves("redact:stream");
  fc.assert(
    fc.property(kind, seed, cuts, fc.integer({ min: 0, max: 12_000 }), (name, number, sizes, before) => {
      const redactor = createRedactor({ knownValues, sessionKey: KEY });
      const { text, secret } = makeToken(name, number);
      const filler = mixedText(~number, 14_000);
      const whole = `${filler.slice(0, before)}\n${text}\n${VALUE}\n${filler.slice(before)}`;
      const out = streamed(redactor.stream([]), whole, sizes);
      expect([leaks(out, secret), leaks(out, VALUE)]).toEqual([false, false]);
    }),
    { seed: 51, numRuns: 300 },
  );
});

test("leaks nothing of values in other writings, cut in the middle of a character, an escape or a terminal sequence", () => {
  proves("redact:stream");
  const written = fc.constantFrom(
    VALUE,
    JSON.stringify(VALUE).slice(1, -1),
    [...VALUE].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    encodeURIComponent(VALUE),
    Buffer.from(`user:${VALUE}`).toString("base64"),
    Buffer.from(VALUE).toString("hex"),
    [...VALUE].join("\u200b"),
    [...VALUE].join("\u001b[0m"),
    `${VALUE.slice(0, 9)}\u001b]0;title\u0007${VALUE.slice(9)}`,
    `\u{1f600}${VALUE}\u{1f468}\u200d\u{1f469}`,
  );
  const around = fc.constantFrom(
    "\u{1f600}",
    "日本語テキスト",
    "plain ",
    '{"a":"b\\n"}',
    "\u001b[31mred\u001b[0m ",
    "x\n",
  );
  fc.assert(
    fc.property(
      written,
      around,
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 9000 }),
      (text, unit, sizes, before) => {
        const filler = unit.repeat(Math.ceil(before / unit.length));
        const whole = `${filler} ${text} ${unit.repeat(12_000 / unit.length)}`;
        const redactor = createRedactor({ knownValues, sessionKey: KEY });
        const out = streamed(redactor.stream([]), whole, sizes);
        expect(redactor.find(out).filter(({ kind }) => kind === "vault-value")).toEqual([]);
        expect(out).toContain("[REDACTED:vault:db]");
        expect(out).not.toMatch(/[\u001b\u200b\u0007]/);
      },
    ),
    { seed: 52, numRuns: 300 },
  );
});

test("gives the same text as redacting the whole at once", () => {
  const whole = Array.from(
    { length: 60 },
    (_, index) => `${mixedText(index, 900)}\n${makeToken("github-token", index).text}\n`,
  ).join("");
  const findings: FindingSummary[] = [];
  const out = streamed(createRedactor({ knownValues, sessionKey: KEY }).stream(findings), whole, [700, 13, 2500]);
  const { value, findings: expected } = createRedactor({ knownValues, sessionKey: KEY }).redactText(whole);
  expect(out).toBe(value);
  expect(findings).toEqual(expected);
});

test("holds back a bounded amount, even of a key block that never ends", () => {
  const stream = createRedactor({ knownValues, sessionKey: KEY }).stream([]);
  const line = `${"QUJD".repeat(16)}\n`;
  let out = stream.push(["-----BEGIN", "PRIVATE", "KEY-----\n"].join(" "));
  for (let count = 0; count < 8000; count += 1) out += stream.push(line);
  expect(out.length).toBeGreaterThan(0);
  expect(out.slice(0, 2000)).toContain("[REDACTED:private-key#1]");
});

function streamed(
  stream: ReturnType<ReturnType<typeof createRedactor>["stream"]>,
  text: string,
  sizes: readonly number[],
): string {
  let out = "";
  let at = 0;
  for (let index = 0; at < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    out += stream.push(text.slice(at, at + size));
    at += size;
  }
  return out + stream.end();
}

/** Whether twelve characters of a secret in a row got through. */
function leaks(out: string, secret: string): boolean {
  for (let at = 0; at + 12 <= secret.length; at += 1)
    if (out.includes(secret.slice(at, at + 12)) && !isArmor(secret.slice(at, at + 12))) return true;
  return out.includes(secret);
}

function isArmor(part: string): boolean {
  return /-----|BEGIN|PRIVATE|KEY/.test(part);
}
