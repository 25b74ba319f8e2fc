import type { RankedFinding } from "./detector.ts";

/** Sorts findings and joins those that overlap: the joint stretch is named by the one of the highest rank, the longest among equals. */
export function mergeFindings(findings: readonly RankedFinding[]): readonly RankedFinding[] {
  if (findings.length < 2) return findings;
  const merged: RankedFinding[] = [];
  for (const finding of findings.toSorted((left, right) => left.start - right.start || right.end - left.end)) {
    const previous = merged.at(-1);
    if (!previous || finding.start >= previous.end) merged.push(finding);
    else merged[merged.length - 1] = joined(previous, finding);
  }
  return merged;
}

function joined(left: RankedFinding, right: RankedFinding): RankedFinding {
  const isRight =
    right.rank > left.rank || (right.rank === left.rank && right.end - right.start > left.end - left.start);
  return { ...(isRight ? right : left), start: left.start, end: Math.max(left.end, right.end) };
}
