import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { Json } from "../base/canonical-json.ts";

const MAX_NAMES = 10;
const MAX_SCANNED = 256 * 1024; // characters of a definition, as many as one may have
/** A name in running text. Ends in no dot or dash, so that the end of a sentence is none of it. */
const WORD = /[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?/gu;
/** Before or behind a plain word that is meant as a tool's name. */
const QUOTES = new Set(["`", '"', "'", "“", "”", "‘", "’", "«", "»"]);
const SAYS_TOOL = /^\s+(?:tool|function)\b/iu;
const AFTER_TOOL = /\b(?:tool|function|call|invoke)\s+$/iu;

/**
 * Which of these names, of tools of other connectors, a definition speaks of. A server that tells a model what to do with another server's
 * tools steers what it was not asked about.
 *
 * A name such as `send_email` counts wherever it stands; a plain word such as `search` only in quotation marks or where it is called a tool.
 * Letters that look like others count as what Unicode folds them to. At most 10, in the order in which they first stand there. Pure.
 */
export function mentionsOtherTools(definition: ToolDefinition, otherNames: Iterable<string>): readonly string[] {
  const known = new Map<string, string>();
  for (const name of otherNames) if (name !== definition.name) known.set(folded(name), name);
  const found = new Set<string>();
  let left = MAX_SCANNED;
  for (const text of textsOf([definition.title ?? "", definition.description ?? "", definition.inputSchema])) {
    const looked = text.slice(0, left).normalize("NFKC");
    left -= looked.length;
    for (const name of namesIn(looked, known)) found.add(name);
    if (found.size >= MAX_NAMES || left <= 0) break;
  }
  return [...found].slice(0, MAX_NAMES);
}

function* namesIn(text: string, known: ReadonlyMap<string, string>): Generator<string> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const name = known.get(word.toLowerCase());
    if (name === undefined) continue;
    if (isTelling(word) || isMeantAsTool(text, index, index + word.length)) yield name;
  }
}

/** Whether a name is none that a sentence has by chance: joined words, or inner capitals. */
function isTelling(word: string): boolean {
  return /[_./-]|\p{Ll}\p{Lu}/u.test(word);
}

function isMeantAsTool(text: string, start: number, end: number): boolean {
  if (QUOTES.has(text.charAt(start - 1)) && QUOTES.has(text.charAt(end))) return true;
  return SAYS_TOOL.test(text.slice(end, end + 12)) || AFTER_TOOL.test(text.slice(Math.max(0, start - 16), start));
}

function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** Every text of a definition that a model reads: names of arguments, descriptions, allowed values. Walks without recursion. */
function* textsOf(values: readonly Json[]): Generator<string> {
  const open: Json[] = values.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") yield next;
    if (typeof next !== "object" || next === null) continue;
    for (const [key, member] of Object.entries(next).toReversed()) if (member !== undefined) open.push(member, key);
  }
}
