import type { RedactionFinding } from "../../../client/index.ts";

/** A piece of a text: as it is, or something that was found in it. */
export type Segment = { readonly text: string; readonly kind: string | null };

/** Cuts a text at its findings. Joined again, the pieces are the text. One that begins inside another is part of that one. */
export function segmentsOf(text: string, findings: readonly RedactionFinding[]): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const { kind, start, end } of findings.toSorted((one, other) => one.start - other.start)) {
    if (start < at || end <= start || start >= text.length) continue;
    if (start > at) segments.push({ text: text.slice(at, start), kind: null });
    segments.push({ text: text.slice(start, end), kind });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at), kind: null });
  return segments;
}

/** How often each kind was found, the most frequent first. */
export function countKinds(
  findings: readonly RedactionFinding[],
): readonly { readonly kind: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((one, other) => other.count - one.count);
}
