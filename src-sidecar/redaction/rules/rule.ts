import type { FindingKind } from "../finding.ts";
import { RANK, type Detector, type Rank, type RankedFinding } from "../scan/detector.ts";
import { isAlone, isVaried } from "./shape.ts";

/** The format of one kind of token, as data. */
export interface TokenRule {
  readonly kind: FindingKind;
  /** Each match contains one of these. */
  readonly keywords: readonly string[];
  /** What a token looks like. A group named `secret` (or, in quotes, `quoted` or `single`), if there is one, is what gets redacted. Every quantifier has a bound. */
  readonly pattern: RegExp;
  /** How many characters of the match may stand before the keyword. */
  readonly lead?: number;
  /** What stands right before the keyword of a rule with a lead: where another character does, nothing is looked at. */
  readonly before?: RegExp;
  /** What each character between the start of the match and its keyword is like. */
  readonly leadUnit?: RegExp;
  /** What stands right behind the keyword of a rule with a lead. */
  readonly behind?: RegExp;
  /** The match is easily met by chance: it must not continue a word. */
  readonly alone?: true;
  /** The match begins with a host: what stands before it of the address is covered, too, as the whole address is the secret. */
  readonly address?: true;
  readonly accept?: (secret: string) => boolean;
  readonly rank?: Rank;
}

/** How much of the text behind a keyword is looked at when the rule has a lead. */
const REACH = 240;

export function ruleDetector(rule: TokenRule): Detector {
  if (rule.lead === undefined) return stickyDetector(rule);
  return rule.alone ? wordDetector(rule, rule.lead) : windowDetector(rule, rule.lead);
}

/** The token starts with its keyword. */
function stickyDetector(rule: TokenRule): Detector {
  const pattern = compiled(rule, "y");
  return {
    keywords: rule.keywords,
    detect(text, start, end, findings) {
      if (rule.alone && !isAlone(text, start)) return 0;
      pattern.lastIndex = start;
      const match = pattern.exec(text);
      return match ? report(rule, match, 0, end - start, findings) : 0;
    },
  };
}

/** The token starts where a word does, up to `lead` characters before its keyword. */
function wordDetector(rule: TokenRule, lead: number): Detector {
  const pattern = compiled(rule, "y");
  return {
    keywords: rule.keywords,
    detect(text, start, end, findings) {
      if (rule.before?.test(text.charAt(start - 1)) === false) return 0;
      if (rule.behind?.test(text.slice(end, end + BEHIND)) === false) return 0;
      let tries = 0;
      for (let from = start; from >= 0 && from >= start - lead && tries < MOST_TRIES; from -= 1) {
        if (from < start && rule.leadUnit?.test(text.charAt(from)) === false) return 0;
        if (!isAlone(text, from)) continue;
        tries += 1;
        pattern.lastIndex = from;
        const match = pattern.exec(text);
        if (match && from + match[0].length >= end) return report(rule, match, 0, 0, findings);
      }
      return 0;
    },
  };
}

/** How much of what stands behind a keyword is looked at first. */
const BEHIND = 16;
/** How many words before its keyword may begin a token: what has more of them is none, or is a line that begins nearer. */
const MOST_TRIES = 10;

/** The token starts up to `lead` characters before its keyword. */
function windowDetector(rule: TokenRule, lead: number): Detector {
  const pattern = compiled(rule, "g");
  return {
    keywords: rule.keywords,
    detect(text, start, end, findings) {
      if (rule.before?.test(text.charAt(start - 1)) === false) return 0;
      const from = Math.max(0, start - lead);
      for (const match of text.slice(from, end + REACH).matchAll(pattern)) {
        if (from + match.index > start) return 0;
        if (rule.alone && !isAlone(text, from + match.index)) continue;
        if (from + match.index + match[0].length >= end) return report(rule, match, from, 0, findings);
      }
      return 0;
    },
  };
}

function secretIndices(match: RegExpExecArray): [number, number] | undefined {
  const groups = match.indices?.groups;
  return groups?.["secret"] ?? groups?.["quoted"] ?? groups?.["single"];
}

/** Indices are asked for only where a part of the match is the secret: they cost a second run of the pattern. */
function compiled({ pattern }: TokenRule, mode: "y" | "g"): RegExp {
  const indices = pattern.source.includes("(?<secret>") ? "d" : "";
  return new RegExp(pattern.source, pattern.flags + mode + indices);
}

function report(
  rule: TokenRule,
  match: RegExpExecArray,
  offset: number,
  prefix: number,
  findings: RankedFinding[],
): number {
  const [start, end] = secretIndices(match) ?? [match.index, match.index + match[0].length];
  const secret = match[0].slice(start - match.index, end - match.index);
  const body = start === match.index ? secret.slice(prefix) : secret;
  if (!isVaried(body) || rule.accept?.(secret) === false) return 0;
  const from = rule.address === undefined ? offset + start : addressStart(match.input, offset + start);
  findings.push({ kind: rule.kind, start: from, end: offset + end, rank: rule.rank ?? RANK.token });
  return offset + end;
}

const SCHEME_AND_HOST = /https?:(?:\\{0,3}\/){2}[\w.-]{0,80}$/i;

function addressStart(text: string, start: number): number {
  const from = Math.max(0, start - 96);
  return from + (SCHEME_AND_HOST.exec(text.slice(from, start))?.index ?? start - from);
}

type Options = Omit<TokenRule, "kind" | "keywords" | "pattern">;

/** One row of a table of rules. */
export function rule(
  kind: FindingKind,
  keywords: readonly string[],
  pattern: RegExp,
  options: Options = {},
): TokenRule {
  return { kind, keywords, pattern, ...options };
}
