import { createHash } from "node:crypto";
import type { PersonalKind } from "../src-contract/redaction.ts";
import { createKnownValues, createRedactor, type Redactor } from "../src-sidecar/redaction/index.ts";
import { harmlessTexts, mixedText } from "../testkit/harmless-text.ts";
import { createSeededRandom } from "../testkit/seeded-random.ts";
import { makeToken, TOKEN_KINDS } from "../testkit/tokens.ts";
import { corpusRows, hostileRow } from "./redaction-corpus.ts";
import type { Row } from "./row.ts";

const SUITE = "redaction";
const MEGABYTE = 1_000_000;
const TOKENS_PER_KIND = 100;
const HARMLESS = 2000;

/** How fast redaction reads mixed text, and what it finds of made-up tokens and leaves of harmless text. */
export async function run(): Promise<Row[]> {
  const text = mixedText(1, 8 * MEGABYTE);
  return [
    ...[0, 50, 500].map((values) => textRow(redactorWith(values), text, values)),
    jsonRow(redactorWith(50)),
    smallRow(redactorWith(50)),
    { ...textRow(redactorWith(0, EVERYTHING), text, 0), metric: "text, personal data too" },
    hostileRow(redactorWith(0, EVERYTHING)),
    ...qualityRows(redactorWith(0)),
    ...(await corpusRows(redactorWith(0, EVERYTHING), text)),
  ];
}

const EVERYTHING = ["email", "phone", "card", "iban", "national-id"] as const;

function redactorWith(count: number, personal: readonly PersonalKind[] = []): Redactor {
  const knownValues = createKnownValues(key("known"));
  const random = createSeededRandom(9);
  for (let index = 0; index < count; index += 1) {
    const value = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 40);
    knownValues.learn(`value-${index}`, Buffer.from(value));
  }
  return createRedactor({ knownValues, sessionKey: key("session"), personal });
}

function key(name: string): Uint8Array {
  return createHash("sha256").update(name).digest();
}

function textRow(redactor: Redactor, text: string, values: number): Row {
  const seconds = bestSeconds(8, () => redactor.redactText(text));
  return row(`text, ${values} known values`, text.length / MEGABYTE / seconds, "MB/s");
}

function jsonRow(redactor: Redactor): Row {
  const records = mixedText(2, 12 * MEGABYTE)
    .split("\n")
    .filter((line) => line.startsWith('{"id'));
  const value = records.map((line) => JSON.parse(line));
  const seconds = bestSeconds(12, () => redactor.redactJson(value));
  return row("json records, 50 known values", records.join().length / MEGABYTE / seconds, "MB/s");
}

/** What an ordinary answer costs on the path of a call. */
function smallRow(redactor: Redactor): Row {
  const answer = { content: [{ type: "text", text: mixedText(3, 1200).slice(0, 1200) }], isError: false };
  const rounds = 5000;
  const seconds = bestSeconds(3, () => {
    for (let round = 0; round < rounds; round += 1) redactor.redactJson(answer);
  });
  return row("answer of 1.2 kB, 50 known values", (seconds / rounds) * 1e6, "us");
}

function qualityRows(redactor: Redactor): Row[] {
  const perKind = TOKEN_KINDS.map((kind) => ({ kind, share: recall(redactor, kind) }));
  const harmless = harmlessTexts(4, HARMLESS);
  const touched = harmless.filter(({ text }) => redactor.find(text).length > 0).length;
  return [
    row("kinds", perKind.length, "count"),
    row("full cover, all kinds", perKind.reduce((sum, { share }) => sum + share, 0) / perKind.length, "share"),
    row("harmless texts touched", touched / harmless.length, "share"),
    ...perKind.map(({ kind, share }) => row(`full cover, ${kind}`, share, "share")),
  ];
}

function recall(redactor: Redactor, kind: string): number {
  const seeds = Array.from({ length: TOKENS_PER_KIND }, (_, index) => index * 7919 + 3);
  return seeds.filter((seed) => isCovered(redactor, kind, seed)).length / seeds.length;
}

function isCovered(redactor: Redactor, kind: string, seed: number): boolean {
  const { text, secret } = makeToken(kind, seed);
  const around = `it said ${text} and`;
  const start = around.indexOf(secret);
  return redactor.find(around).some((finding) => finding.start <= start && finding.end >= start + secret.length);
}

function bestSeconds(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return (performance.now() - startedAt) / 1000;
  });
  return Math.min(...times);
}

function row(metric: string, value: number, unit: string): Row {
  return { suite: SUITE, target: "gatehouse", metric, value, unit };
}
