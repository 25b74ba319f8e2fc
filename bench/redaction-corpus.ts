import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { Redactor } from "../src-sidecar/redaction/index.ts";
import { heldOutCorpus, tunedCorpus, type Corpus } from "../testkit/corpus/corpus.ts";
import { isCovered } from "../testkit/corpus/sample.ts";
import type { Row } from "./row.ts";

const SUITE = "redaction";
const MEGABYTE = 1_000_000;
/** secretlint takes a while for each text. */
const EVERY = 8;
const CHUNK = 65_536;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Finds secrets in a text; `find` may take its time. */
type Find = (text: string) => readonly Place[] | Promise<readonly Place[]>;

/** Recall and harm on the labelled corpus: ours by kind, and secretlint's on a sample of the same texts in the same run. */
export async function corpusRows(redactor: Redactor, text: string): Promise<Row[]> {
  const parts: readonly (readonly [string, Corpus])[] = [
    ["tuned corpus", tunedCorpus(301)],
    ["held-out corpus", heldOutCorpus(302)],
  ];
  const rows: Row[] = [];
  for (const [name, corpus] of parts) {
    rows.push(...(await rowsOf("gatehouse", name, corpus, (source) => redactor.find(source))));
    rows.push(...kindRows(name, corpus, redactor));
    rows.push(...(await rowsOf("secretlint", name, sampled(corpus), lint)));
  }
  return [...rows, await lintSpeed(text.slice(0, 2 * MEGABYTE))];
}

async function rowsOf(target: string, name: string, { positives, negatives }: Corpus, find: Find): Promise<Row[]> {
  let [covered, touched] = [0, 0];
  for (const sample of positives) if (isCovered(sample, await find(sample.text))) covered += 1;
  for (const { text } of negatives) if ((await find(text)).length > 0) touched += 1;
  return [
    row(target, `${name}, full cover`, covered / positives.length, "share"),
    row(target, `${name}, harmless touched`, touched / negatives.length, "share"),
  ];
}

function kindRows(name: string, { positives }: Corpus, redactor: Redactor): Row[] {
  return [...Map.groupBy(positives, ({ kind }) => kind)].map(([kind, samples]) => {
    const covered = samples.filter((sample) => isCovered(sample, redactor.find(sample.text))).length;
    return row("gatehouse", `${name}, ${kind}`, covered / samples.length, "share");
  });
}

function sampled({ positives, negatives }: Corpus): Corpus {
  return {
    positives: positives.filter((_, index) => index % EVERY === 0),
    negatives: negatives.filter((_, index) => index % EVERY === 0),
  };
}

async function lint(content: string): Promise<readonly Place[]> {
  const { messages } = await lintSource({
    source: { filePath: "text.txt", content, contentType: "text" },
    options: { config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] } },
  });
  return messages
    .map(({ range }) => ({ start: range[0], end: range[1] }))
    .toSorted((left, right) => left.start - right.start);
}

async function lintSpeed(text: string): Promise<Row> {
  const startedAt = performance.now();
  for (let at = 0; at < text.length; at += CHUNK) await lint(text.slice(at, at + CHUNK));
  const seconds = (performance.now() - startedAt) / 1000;
  return row("secretlint", "text in pieces of 64 KiB", text.length / MEGABYTE / seconds, "MB/s");
}

/** Units that make rules begin, repeated to a megabyte. */
const HOSTILE = [
  ":",
  "0 1 2 3 ",
  "1/",
  "eyJ",
  "+aba",
  "token token=",
  "key.key.key.",
  "password: a\n",
  "http://a:b@",
  "aB3_",
  "4111 1111 ",
  "\\u0041",
];

/** The slowest of some hostile texts of a megabyte. */
export function hostileRow(redactor: Redactor): Row {
  const seconds = HOSTILE.map((unit) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / unit.length));
    const startedAt = performance.now();
    redactor.find(text);
    return (performance.now() - startedAt) / 1000;
  });
  return row("gatehouse", "slowest hostile megabyte", Math.max(...seconds), "s");
}

function row(target: string, metric: string, value: number, unit: string): Row {
  return { suite: SUITE, target, metric, value, unit };
}
