import type { Json } from "../../base/canonical-json.ts";
import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";
import { mergeFindings } from "../scan/merge.ts";
import { createScanner, createScanTable } from "../scan/scanner.ts";
import { createUnitLoader } from "../scan/unit-loader.ts";
import { PHRASE_RULES, type PhraseRule } from "./phrase-rules.ts";

/*
 * Text that speaks to a model instead of to a person.
 *
 * What this is worth: a label for people. It finds what has been seen before, in the words in which it was seen. Whoever says the same in
 * other words, politely, in a language that is not here, in a picture or piece by piece is not found. So nothing is allowed because
 * nothing was found, and nothing is refused because something was.
 */

/** How much of the text behind a keyword a pattern may look at. */
const REACH = 400;

const TABLE = createScanTable(
  PHRASE_RULES.map((rule) => (rule.lead === 0 ? startingDetector(rule) : aroundDetector(rule))),
);

function startingDetector({ family, keywords, pattern }: PhraseRule): Detector {
  return {
    keywords,
    detect(text, start, _end, findings) {
      pattern.lastIndex = start;
      if (!pattern.test(text)) return 0;
      findings.push({ kind: family, start, end: pattern.lastIndex, rank: RANK.setting });
      return pattern.lastIndex;
    },
  };
}

function aroundDetector({ family, keywords, pattern, lead }: PhraseRule): Detector {
  return {
    keywords,
    detect(text, start, end, findings) {
      const from = Math.max(0, start - lead);
      for (const { 0: phrase, index } of text.slice(from, end + lead).matchAll(pattern)) {
        if (from + index + phrase.length < end) continue;
        findings.push({ kind: family, start: from + index, end: from + index + phrase.length, rank: RANK.setting });
        return from + index + phrase.length;
      }
      return end + lead / 2; // The next keywords were in this window, with enough of what follows them.
    },
  };
}

const MOST_PHRASES = 20;
const LONGEST_QUOTE = 160; // characters of one phrase
/** Texts are looked at in blocks, so that the buffer stays small; a block begins with the end of the one before. */
const BLOCK = 64 * 1024;
const SHORTEST = 6;

/** Phrases that look like instructions to a model, member names included, each quoted once; at most twenty. */
export type PhraseFinder = (value: Json) => readonly string[];

/** Made once and used again: it keeps its buffers. */
export function createPhraseFinder(): PhraseFinder {
  const scanner = createScanner(TABLE);
  const load = createUnitLoader();
  const collect = (text: string, phrases: Map<string, string>): void => {
    for (let from = 0; from < text.length && phrases.size < MOST_PHRASES; from += BLOCK - REACH) {
      const block = text.length <= BLOCK ? text : text.slice(from, from + BLOCK);
      const findings: RankedFinding[] = [];
      scanner(block, load(block), findings);
      if (findings.length > 0) quote(block, findings, phrases);
      if (block.length < BLOCK) break;
    }
  };
  return (value) => {
    const phrases = new Map<string, string>();
    for (const text of textsOf(value)) {
      collect(text, phrases);
      if (phrases.size >= MOST_PHRASES) break;
    }
    return [...phrases.values()];
  };
}

/** The same for a single value. */
export function injectionPhrases(value: Json): readonly string[] {
  return createPhraseFinder()(value);
}

function quote(block: string, findings: readonly RankedFinding[], phrases: Map<string, string>): void {
  for (const { start, end } of mergeFindings(findings)) {
    const phrase = block.slice(start, end).replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_QUOTE);
    if (phrases.size < MOST_PHRASES) phrases.set(phrase.toLowerCase(), phrase);
  }
}

function textsOf(value: Json): readonly string[] {
  const texts: string[] = [];
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === "string") {
      if (next.length >= SHORTEST) texts.push(next);
    } else if (typeof next === "object" && next !== null) pushMembers(next, pending);
  }
  return texts;
}

/** The first on top. */
function pushMembers(value: Exclude<Json, string | number | boolean | null>, pending: Json[]): void {
  for (const [key, member] of Object.entries(value).reverse()) {
    if (member !== null && typeof member !== "number" && typeof member !== "boolean") pending.push(member);
    if (key.length >= SHORTEST) pending.push(key);
  }
}
