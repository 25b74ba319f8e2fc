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

/** Takes out of findings what stands in `spans` (both in order, apart): a placeholder is never part of a secret again. */
export function outsideOf(
  spans: readonly (readonly [number, number])[],
  findings: readonly RankedFinding[],
): readonly RankedFinding[] {
  if (spans.length === 0) return findings;
  const outside: RankedFinding[] = [];
  let next = 0;
  for (const finding of findings) {
    let start = finding.start;
    let isTouched = false;
    while ((spans[next]?.[1] ?? Infinity) <= start) next += 1;
    for (; (spans[next]?.[0] ?? Infinity) < finding.end; next += 1) {
      const [from, to] = spans[next] ?? [0, 0];
      isTouched = true;
      if (from - start >= LEAST_REST) outside.push({ ...finding, start, end: from });
      start = Math.max(start, to);
      if (to > finding.end) break; // It may reach into the next finding.
    }
    if (!isTouched) outside.push(finding);
    else if (finding.end - start >= LEAST_REST) outside.push({ ...finding, start });
  }
  return outside;
}
