import type { OwnPattern } from "../../../src-contract/redaction.ts";
import { RANK, type RankedFinding } from "../scan/detector.ts";

/** A pattern of the organization's own, ready to run over whole texts. */
export interface OwnRule {
  readonly kind: string;
  readonly pattern: RegExp;
}

/** The fewest characters that a match may have: less is part of everything. */
export const LEAST_MATCH = 3;

/** @throws {SyntaxError} when it is no regular expression. */
export function ownRule({ name, pattern, isCaseSensitive }: OwnPattern): OwnRule {
  const source = new RegExp(pattern, isCaseSensitive ? "" : "i");
  const hasSecret = pattern.includes("(?<secret>");
  return { kind: `own-${name}`, pattern: new RegExp(source, `g${source.flags}${hasSecret ? "d" : ""}`) };
}

/**
 * Runs patterns over a text. How long that takes is not ours to promise: only under a deadline.
 *
 * @param name The member that the text is the value of: patterns that name it (`"badge": "…"`, `badge=…`) find it too.
 */
export function findOwn(
  rules: readonly OwnRule[],
  text: string,
  name: string | undefined,
  findings: RankedFinding[],
): void {
  for (const { kind, pattern } of rules) {
    for (const prefix of name === undefined ? [""] : ["", `${name}=`, `"${name}": "`]) {
      const whole = prefix === "" ? text : prefix.endsWith('"') ? `${prefix}${text}"` : `${prefix}${text}`;
      for (const match of whole.matchAll(pattern)) {
        const [from, to] = match.indices?.groups?.["secret"] ?? [match.index, match.index + match[0].length];
        const start = Math.max(0, from - prefix.length);
        const end = Math.min(text.length, to - prefix.length);
        if (end - start >= LEAST_MATCH) findings.push({ kind, start, end, rank: RANK.own });
      }
    }
  }
}
