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

/** Too little to be worth a placeholder when the rest of a finding is one already. */
const LEAST_REST = 4;

/** Takes out of findings what stands in `spans` (in order, apart): a placeholder is never part of a secret again. */
export function outsideOf(
  spans: readonly (readonly [number, number])[],
  findings: readonly RankedFinding[],
): readonly RankedFinding[] {
  if (spans.length === 0) return findings;
  return findings.flatMap((finding) => {
    const touched = spans.filter(([from, to]) => from < finding.end && to > finding.start);
    if (touched.length === 0) return [finding];
    const starts = [finding.start, ...touched.map(([, to]) => to)];
    const ends = [...touched.map(([from]) => from), finding.end];
    return starts
      .map((start, index) => ({ ...finding, start, end: ends[index] ?? start }))
      .filter(({ start, end }) => end - start >= LEAST_REST);
  });
}
