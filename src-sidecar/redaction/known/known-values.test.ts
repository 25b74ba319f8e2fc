import fc from "fast-check";
import { test } from "vitest";
import { base64Runs } from "./base64-runs.ts";
import { unitsOf } from "./fold.ts";
import { createKnownValues, type SourceText } from "./known-values.ts";

const KEY = new Uint8Array(32).fill(7);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&*+-_./=?@^~\"'<>";

const longValue = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 16, maxLength: 60 })
  .map((letters) => letters.join(""))
  .filter((value) => new Set(value).size > 8 && !/%[0-9a-f]{2}|&\w+;|\\|:\/\//i.test(value));

type Encoding = (value: string) => string;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const percentAll = (text: string): string => [...Buffer.from(text)].map((byte) => `%${hex(byte)}`).join("");
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
const wrapped = (text: string): string => text.replace(/.{76}/g, "$&\n");

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  plain: (value) => value,
  "base64, first alignment": (value) => base64(value),
  "base64, second alignment": (value) => base64(`x${value}y`),
  "base64, third alignment": (value) => base64(`xy${value}`),
  "base64 inside a larger blob, wrapped": (value) =>
    wrapped(base64(`${"lorem ".repeat(33)}${value}${" ipsum".repeat(40)}`)),
  base64url: (value) => Buffer.from(`u:${value}`).toString("base64url"),
  "base64 twice": (value) => base64(base64(`a${value}b`)),
  "base64 of UTF-16": (value) => base64(Buffer.from(value, "utf16le")),
  "percent, partial": (value) => encodeURIComponent(value),
  "percent, full": percentAll,
  "percent, full, twice": (value) => percentAll(value).replaceAll("%", "%25"),
  "percent, partial, twice": (value) => encodeURIComponent(encodeURIComponent(value)),
  hex: (value) => Buffer.from(value).toString("hex"),
  "hex, upper": (value) => Buffer.from(value).toString("hex").toUpperCase(),
  "hex with colons": (value) => [...Buffer.from(value)].map(hex).join(":"),
  "hex list": (value) => [...Buffer.from(value)].map((byte) => `0x${hex(byte)}`).join(", "),
  json: (value) => JSON.stringify({ a: value }),
  "json in json": (value) => JSON.stringify({ a: JSON.stringify({ b: `line\n${value}\n` }) }),
  "\\u": (value) => [...value].map((unit) => `\\u00${hex(unit.charCodeAt(0))}`).join(""),
  "HTML named": (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  "HTML decimal": (value) => [...value].map((unit) => `&#${unit.charCodeAt(0)};`).join(""),
  "HTML hex": (value) => [...value].map((unit) => `&#x${hex(unit.charCodeAt(0))};`).join(""),
  reversed: (value) => [...value].reverse().join(""),
  "upper case": (value) => value.toUpperCase(),
  spaced: (value) => [...value].join(" "),
  "zero width": (value) => [...value].join("\u200b"),
  "soft wrapped": (value) => value.replace(/.{9}/g, "$&\n   "),
  "byte list": (value) => JSON.stringify(Buffer.from(value)),
  "hex dump": (value) => hexDump(Buffer.from(`some text before ${value} and after`)),
};

function hexDump(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const pairs = row.toString("hex").replace(/(.{4})/g, "$1 ");
    lines.push(
      `${at.toString(16).padStart(8, "0")}: ${pairs.padEnd(41)} ${row.toString("latin1").replace(/[^ -~]/g, ".")}`,
    );
  }
  return lines.join("\n");
}

function sourceOf(text: string): SourceText {
  const units = unitsOf(text);
  return { text, units, runs: base64Runs(units, units.length) };
}

/** What is left of the text once the matches are cut out. */
function leftOf(text: string, value: string, ref = "db"): string {
  const known = createKnownValues(KEY);
  known.learn(ref, Buffer.from(value));
  const isCovered = new Uint8Array(text.length);
  for (const match of known.match(sourceOf(text))) isCovered.fill(1, match.start, match.end);
  return [...isCovered].map((covered, at) => (covered ? "" : text.charAt(at))).join("");
}

for (const [name, encode] of Object.entries(ENCODINGS)) {
  test(`covers a value written as: ${name}`, () => {
    fc.assert(
      fc.property(longValue, fc.nat(5), (value, pad) => {
        const before = "~".repeat(pad);
        const left = leftOf(`${before}<<${encode(value)}>>`, value);
        // What surrounds the value in its encoding may stay; four characters of it in a row may not.
        const empty = encode("").length;
        return left.length <= before.length + 4 + Math.max(empty, 0) + slack(name);
      }),
      { numRuns: 60, seed: 11 },
    );
  });
}

/** How much an encoding adds around the value by itself. */
function slack(name: string): number {
  if (name.includes("larger blob")) return 620;
  if (name === "json in json") return 10;
  if (name === "soft wrapped" || name.includes("UTF-16")) return 5; // the last line break; padding
  if (name === "hex list") return 2; // the first 0x
  if (name === "hex dump") return 140;
  return name.includes("twice") || name.includes("alignment") || name === "base64url" ? 8 : 1;
}

test("covers any part of at least 12 characters", () => {
  fc.assert(
    fc.property(longValue, fc.nat(), fc.nat(), (value, from, size) => {
      const start = from % (value.length - 12);
      const part = value.slice(start, start + 12 + (size % 10));
      return leftOf(`..${part}..`, value).length <= 4 + 2;
    }),
    { seed: 12 },
  );
});
