import { expect, test } from "vitest";
import { heldOutCorpus, tunedCorpus, type Corpus } from "../../../testkit/corpus/corpus.ts";
import { isCovered } from "../../../testkit/corpus/sample.ts";
import { proves } from "../../../testkit/promises.ts";
import { createKnownValues } from "../known/known-values.ts";
import { createRedactor } from "../redactor.ts";

const KEY = new Uint8Array(32).fill(7);
const redactor = createRedactor({
  knownValues: createKnownValues(KEY),
  sessionKey: KEY,
  personal: ["email", "phone", "card", "iban", "national-id"],
});

function recallOf({ positives }: Corpus): number {
  return positives.filter((sample) => isCovered(sample, redactor.find(sample.text))).length / positives.length;
}

function touchedOf({ negatives }: Corpus): readonly string[] {
  return negatives.filter(({ text }) => redactor.find(text).length > 0).map(({ text }) => text);
}

test("covers whole at least 97 of 100 secrets of the corpus that rules are tuned on", () => {
  proves("redact:tokens");
  expect(recallOf(tunedCorpus(101))).toBeGreaterThanOrEqual(0.97);
});

test("covers whole at least 85 of 100 secrets of the corpus that was written after the rules", () => {
  expect(recallOf(heldOutCorpus(102))).toBeGreaterThanOrEqual(0.85);
});

test("touches at most 3 of 100 harmless texts that look like secrets", () => {
  const corpora = [tunedCorpus(103), heldOutCorpus(104)];
  const touched = corpora.flatMap(touchedOf);
  const count = corpora.reduce((sum, { negatives }) => sum + negatives.length, 0);
  expect({ touched: touched.length, of: count, some: touched.slice(0, 5) }).toSatisfy(
    (found: { touched: number; of: number }) => found.touched <= found.of * 0.03,
  );
});
