import type { OwnPattern, PersonalKind, RedactionFinding } from "../../src-contract/redaction.ts";
import type { Json } from "../base/canonical-json.ts";
import { placesBefore, stripControls, type Stripped } from "./controls.ts";
import { secretParts } from "./detect/header-value.ts";
import { createNameJudge, type SecretName } from "./detect/secret-name.ts";
import { createFinder, type Finder } from "./finder.ts";
import { VAULT_VALUE, type Finding, type FindingSummary, type Redacted } from "./finding.ts";
import { mapStrings, type Path, type StringVisitor } from "./json-walk.ts";
import type { KnownSource } from "./known/known-values.ts";
import { createPhraseFinder } from "./phrases/injection.ts";
import { LEAST_MATCH, ownRule } from "./own/own-rule.ts";
import { createPlaceholders, vaultPlaceholder, type Placeholders } from "./placeholder.ts";
import { createStream, type RedactionStream } from "./stream.ts";
import { RANK, type RankedFinding } from "./scan/detector.ts";

/** Finds secrets in what goes to a model, to disk or out to a server. One of these per session: placeholders keep their numbers. */
export interface Redactor {
  redactText(text: string): Redacted<string>;
  /** Redacts every string of a value: leaves, member names, what stands under a secret name, JSON in JSON, base64 of text. */
  redactJson(value: Json): Redacted<Json>;
  /** What becomes of a server's answer: first what is invisible goes, then secrets; phrases that speak to a model are only reported. */
  clean(value: Json): CleanedJson;
  /** Reports what `redactJson` would replace and changes nothing. A value of the vault has the kind `vault-value`. */
  scan(value: Json): readonly FindingSummary[];
  /** Redacts a text that comes in pieces. Its findings are pushed to `findings` as they are replaced. */
  stream(findings: FindingSummary[]): RedactionStream;
  /** The places of secrets in a text, in order, without overlap. */
  find(text: string): readonly Finding[];
  /** Strips and redacts a text; its findings tell where they stand in the text as given. */
  redactGiven(text: string): RedactedGiven;
  /** Removes terminal escapes, control characters and everything that is invisible. Strip before redacting. */
  stripControls(text: string): Stripped;
  /** The same for every string and member name of a value. */
  stripJson(value: Json): { readonly value: Json; readonly removed: number };
}

/** A value as it may be handed on, and what was taken out of it. */
export interface CleanedJson extends Redacted<Json> {
  /** UTF-16 code units of terminal escapes and invisible characters. */
  readonly stripped: number;
  readonly phrases: readonly string[];
}

/** A text as given, stripped and redacted. Offsets count UTF-16 code units of the text as given; `end` is exclusive. */
export interface RedactedGiven {
  readonly text: string;
  readonly findings: readonly RedactionFinding[];
  readonly stripped: number;
}

export interface RedactorOptions {
  readonly knownValues: KnownSource;
  /** Random, of this session; numbers placeholders without keeping values. */
  readonly sessionKey: Uint8Array;
  /** Personal data that is found as well; none unless asked for. */
  readonly personal?: readonly PersonalKind[];
  /** The organization's own patterns. With any, how long a text takes is no longer bounded: run this under a deadline. */
  readonly patterns?: readonly OwnPattern[];
  /** Numbers that are shared with others; its own unless given. */
  readonly placeholders?: Placeholders;
}

export function createRedactor(options: RedactorOptions): Redactor {
  const { knownValues, sessionKey, personal = [], patterns = [] } = options;
  const find = createFinder(knownValues, { personal, own: patterns.map(ownRule) });
  const { placeholders = createPlaceholders(sessionKey) } = options;
  const findPhrases = createPhraseFinder();
  const judge = createNameJudge();
  const shortest = patterns.length > 0 ? LEAST_MATCH : SHORTEST;
  const redactJson = (value: Json): Redacted<Json> => {
    const findings: FindingSummary[] = [];
    return { value: mapStrings(value, replacingVisitor({ find, judge, shortest }, placeholders, findings)), findings };
  };
  return {
    redactText(text) {
      const found = find(text);
      const findings: FindingSummary[] = [];
      if (found.length === 0) return { value: text, findings };
      return { value: replace(text, found, { placeholders, findings, path: undefined }), findings };
    },
    redactJson,
    clean(value) {
      const stripped = stripJson(value);
      const redacted = redactJson(stripped.value);
      return { ...redacted, stripped: stripped.removed, phrases: findPhrases(redacted.value) };
    },
    scan: (value) => redactJson(value).findings,
    stream: (findings) =>
      createStream(find, (text, found) => replace(text, found, { placeholders, findings, path: undefined })),
    find: (text) =>
      find(text).map(({ kind, start, end, label }) =>
        label === undefined ? { kind, start, end } : { kind, start, end, label },
      ),
    redactGiven(text) {
      const stripped = stripControls(text);
      const found = find(stripped.text);
      const place = placesBefore(stripped.cuts);
      const placeholderOf = placeholderIn(stripped.text, placeholders);
      return {
        text: replace(stripped.text, found, { placeholders, findings: [], path: undefined }),
        findings: found.map((finding) => ({
          kind: finding.kind,
          start: place(finding.start),
          end: place(finding.end - 1) + 1,
          placeholder: placeholderOf(finding),
        })),
        stripped: stripped.removed,
      };
    },
    stripControls,
    stripJson,
  };
}

function stripJson(value: Json): { readonly value: Json; readonly removed: number } {
  let removed = 0;
  const strip = (text: string): string => {
    const stripped = stripControls(text);
    removed += stripped.removed;
    return stripped.text;
  };
  // What is nested too deep stays as it is: redaction, which comes next, replaces it whole.
  const mapped = mapStrings(value, { text: strip, key: strip, number: (number) => number, tooDeep: (part) => part });
  return { value: mapped, removed };
}

interface Report {
  readonly placeholders: Placeholders;
  readonly findings: FindingSummary[];
  readonly path: Path | undefined;
}

function replace(text: string, found: readonly RankedFinding[], { placeholders, findings, path }: Report): string {
  const pieces: string[] = [];
  const pointer = path?.pointer() ?? "";
  const placeholderOf = placeholderIn(text, placeholders);
  let at = 0;
  for (const finding of found) {
    const { kind, start, end } = finding;
    const placeholder = placeholderOf(finding);
    pieces.push(text.slice(at, start), placeholder);
    findings.push({ kind, placeholder, path: pointer, length: end - start });
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

/** Remembers, for this one text, what it has worked out: a text may hold the same value many thousand times. */
function placeholderIn(text: string, placeholders: Placeholders): (finding: RankedFinding) => string {
  const known = new Map<string, string>();
  return ({ kind, start, end, label }) => {
    if (kind === VAULT_VALUE) return vaultPlaceholder(label ?? "");
    const value = text.slice(start, end);
    const name = `${kind} ${value}`;
    const placeholder = known.get(name) ?? placeholders.of(kind, value);
    known.set(name, placeholder);
    return placeholder;
  };
}

type NameJudge = (name: string) => SecretName | undefined;

/** What finds secrets in the strings of a value. */
interface Search {
  readonly find: Finder;
  readonly judge: NameJudge;
  /** The fewest characters of a member's name, and digits of a number, that can be a secret. */
  readonly shortest: number;
}

function replacingVisitor(
  { find, judge, shortest }: Search,
  placeholders: Placeholders,
  findings: FindingSummary[],
): StringVisitor {
  const clean = (text: string, path: Path, extra?: readonly RankedFinding[], name?: string): string => {
    const found = find(text, extra, name);
    return found.length === 0 ? text : replace(text, found, { placeholders, findings, path });
  };
  return {
    text: (value, path, name) => clean(value, path, namedFindings(judge, name, value), name),
    number(value, path, name) {
      const text = String(value);
      const named = namedFindings(judge, name, text);
      if (!named && text.length < shortest) return value;
      const cleaned = clean(text, path, named, name);
      return cleaned === text ? value : cleaned;
    },
    key: (value, path) => (value.length < shortest ? value : clean(value, path)),
    tooDeep(_value, path) {
      // What can not be checked is not passed.
      const placeholder = "[REDACTED:too-deep#1]";
      findings.push({ kind: "too-deep", placeholder, path: path.pointer(), length: 0 });
      return placeholder;
    },
  };
}

/** The fewest digits of a number and characters of a member's name that can be a secret, unless the name or a pattern says so. */
const SHORTEST = 8;

/** What the name of a member says about its value. */
function namedFindings(
  judge: NameJudge,
  name: string | undefined,
  value: string,
): readonly RankedFinding[] | undefined {
  const judged = name === undefined ? undefined : judge(name);
  if (!judged) return undefined;
  return secretParts(judged, value, "quoted").map((part) => ({ kind: judged.kind, ...part, rank: RANK.setting }));
}
