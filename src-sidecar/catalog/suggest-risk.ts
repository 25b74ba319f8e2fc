import type { Suggestion, ToolDefinition } from "../../src-contract/connector.ts";
import type { DataFlow } from "../../src-contract/gate.ts";
import type { RiskClass } from "../../src-contract/values.ts";
import {
  CONJUNCTIONS,
  DANGEROUS_VERBS,
  MODERATE_VERBS,
  PLAINLY_DANGEROUS_VERBS,
  PROPERTY_WORDS,
  READING_VERBS,
} from "./risk-words.ts";

/** Something that speaks for a class, or for a flow of data alone (then `unknown`), in words for a person. */
interface Evidence {
  readonly riskClass: RiskClass;
  readonly from: Suggestion["evidence"][number]["from"];
  readonly text: string;
}

const WEIGHT: Readonly<Record<RiskClass, number>> = { unknown: 0, "read-only": 1, moderate: 2, dangerous: 3 };
const MAX_EVIDENCE = 8;
const MAX_QUOTED_LENGTH = 60;
const MAX_DESCRIPTION_LENGTH = 4_000; // what is looked at; hostile descriptions are long

/**
 * What a definition suggests about its tool. It never acts by itself: a server says all of this about its own tools.
 *
 * The strongest evidence wins, so that a soothing hint never outweighs an alarming word.
 */
export function suggestRisk(definition: ToolDefinition): Suggestion {
  const found = [
    ...fromAnnotations(definition),
    ...fromName(definition),
    ...fromSchema(definition),
    ...fromDescription(definition),
  ];
  const strongest = found.reduce<RiskClass>(
    (best, { riskClass }) => (WEIGHT[riskClass] > WEIGHT[best] ? riskClass : best),
    "unknown",
  );
  const inOrder = found.toSorted((one, other) => WEIGHT[other.riskClass] - WEIGHT[one.riskClass]);
  return {
    riskClass: strongest,
    flow: suggestFlow(definition, strongest),
    evidence: inOrder.slice(0, MAX_EVIDENCE).map(({ from, text }) => ({ from, text })),
  };
}

/**
 * Where data may flow through a tool of a class. Only a server that says it stays within itself is believed to bring nothing of strangers;
 * what only reads sends nothing out, unless its server says that it reaches beyond itself.
 */
export function suggestFlow({ annotations = {} }: ToolDefinition, riskClass: RiskClass): DataFlow {
  const openWorld = annotations["openWorldHint"];
  return { readsOutside: openWorld !== false, sendsOut: riskClass !== "read-only" || openWorld === true };
}

function fromAnnotations({ annotations = {} }: ToolDefinition): readonly Evidence[] {
  const evidence: Evidence[] = [];
  const from = "annotation";
  const isReadOnly = annotations["readOnlyHint"];
  if (isReadOnly === true) evidence.push({ riskClass: "read-only", from, text: "Its server says that it only reads." });
  if (isReadOnly === false)
    evidence.push({ riskClass: "moderate", from, text: "Its server says that it changes things." });
  if (annotations["destructiveHint"] === true && isReadOnly !== true)
    evidence.push({ riskClass: "dangerous", from, text: "Its server says that it can destroy." });
  if (annotations["openWorldHint"] === true)
    evidence.push({
      riskClass: "moderate",
      from,
      text: "Its server says that it reaches beyond itself: arguments can carry data out.",
    });
  if (annotations["openWorldHint"] === false)
    evidence.push({ riskClass: "unknown", from, text: "Its server says that it reaches nothing beyond itself." });
  return evidence;
}

function fromName({ name }: ToolDefinition): readonly Evidence[] {
  const words = wordsOf(name);
  const from = "name";
  const [first = "", last = ""] = [words.at(0), words.at(-1)];
  // Behind a reading verb most words are what is read, as in `get_release`; not so in `get_or_create_label`.
  const isReading = READING_VERBS.has(first) && !words.some((word) => CONJUNCTIONS.has(word));
  const evidence = [...new Set(words)].flatMap((word) => {
    const riskClass = isReading ? classBehindReading(word) : classOfWord(word);
    return riskClass === null ? [] : [{ riskClass, from, text: `Its name says ${quoted(word)}.` } as const];
  });
  const reading = [first, last].find((word) => READING_VERBS.has(word));
  if (reading !== undefined)
    return [...evidence, { riskClass: "read-only", from, text: `Its name says ${quoted(reading)}.` }];
  return evidence;
}

function classOfWord(word: string): RiskClass | null {
  if (DANGEROUS_VERBS.has(word) || PLAINLY_DANGEROUS_VERBS.has(word)) return "dangerous";
  return MODERATE_VERBS.has(word) ? "moderate" : null;
}

function classBehindReading(word: string): RiskClass | null {
  return PLAINLY_DANGEROUS_VERBS.has(word) ? "dangerous" : null;
}

function fromSchema({ inputSchema }: ToolDefinition): readonly Evidence[] {
  const properties = inputSchema["properties"];
  const names = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  return names.flatMap((name) => {
    const word = wordsOf(name).find((one) => PROPERTY_WORDS.has(one));
    const riskClass = word === undefined ? undefined : PROPERTY_WORDS.get(word);
    return riskClass === undefined
      ? []
      : [{ riskClass, from: "schema", text: `It takes an argument ${quoted(name)}.` }];
  });
}

function fromDescription({ description = "" }: ToolDefinition): readonly Evidence[] {
  const seen = /\b(irreversibl[ey]|permanently|cannot be undone|can't be undone)\b/i.exec(
    description.slice(0, MAX_DESCRIPTION_LENGTH),
  );
  return seen
    ? [{ riskClass: "dangerous", from: "description", text: `Its description says ${quoted(seen[0].toLowerCase())}.` }]
    : [];
}

/** The words of an identifier in any of the usual spellings, in lower case. */
function wordsOf(identifier: string): readonly string[] {
  return identifier
    .slice(0, 512)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text);
}
