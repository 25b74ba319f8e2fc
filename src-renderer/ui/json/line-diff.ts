import { diff, presentableDiff } from "@codemirror/merge";

/** A part of a line: unchanged, or the part that makes the difference. */
export type Span = { readonly text: string; readonly isChanged: boolean };

export type DiffLine =
  | { readonly kind: "same"; readonly before: number; readonly after: number; readonly text: string }
  | { readonly kind: "removed"; readonly before: number; readonly spans: readonly Span[] }
  | { readonly kind: "added"; readonly after: number; readonly spans: readonly Span[] };

/** Compares two texts line by line; within a changed line the differing part is marked. Line numbers count from 1. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const symbols = symbolise([...old, ...now]);
  const changes =
    symbols === null ? [{ fromA: 0, toA: old.length, fromB: 0, toB: now.length }] : diff(symbols(old), symbols(now));
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  const copyTo = (end: number): void => {
    for (; a < end; a += 1, b += 1) lines.push({ kind: "same", before: a + 1, after: b + 1, text: old[a] ?? "" });
  };
  for (const change of changes) {
    copyTo(change.fromA);
    lines.push(...changedLines(old.slice(change.fromA, change.toA), now.slice(change.fromB, change.toB), change));
    [a, b] = [change.toA, change.toB];
  }
  copyTo(old.length);
  return lines;
}

/** Gives every distinct line a character of its own, so that a text diff becomes a line diff; null when there are not enough. */
function symbolise(lines: readonly string[]): ((lines: readonly string[]) => string) | null {
  const numbers = new Map<string, number>();
  for (const line of lines) if (!numbers.has(line)) numbers.set(line, numbers.size);
  if (numbers.size >= FIRST_SURROGATE) return null;
  return (some) => some.map((line) => String.fromCharCode(numbers.get(line) ?? 0)).join("");
}

// Half of a pair would not count as a character of its own.
const FIRST_SURROGATE = 0xd800;

type Place = { readonly fromA: number; readonly fromB: number };

function changedLines(old: readonly string[], now: readonly string[], { fromA, fromB }: Place): readonly DiffLine[] {
  // Lines are compared by place inside the change; a line without a partner is changed as a whole.
  const spans = old.map((line, index) => spansOf(line, now[index]));
  return [
    ...old.map((_, index) => ({ kind: "removed" as const, before: fromA + index + 1, spans: spans[index]?.old ?? [] })),
    ...now.map((line, index) => ({
      kind: "added" as const,
      after: fromB + index + 1,
      spans: spans[index]?.now ?? [{ text: line, isChanged: false }],
    })),
  ];
}

function spansOf(
  old: string,
  now: string | undefined,
): { readonly old: readonly Span[]; readonly now: readonly Span[] } {
  if (now === undefined) return { old: [{ text: old, isChanged: false }], now: [] };
  const changes = presentableDiff(old, now);
  return {
    old: cut(
      old,
      changes.map((change) => [change.fromA, change.toA] as const),
    ),
    now: cut(
      now,
      changes.map((change) => [change.fromB, change.toB] as const),
    ),
  };
}

function cut(text: string, changed: readonly (readonly [number, number])[]): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const [from, to] of changed) {
    spans.push({ text: text.slice(at, from), isChanged: false }, { text: text.slice(from, to), isChanged: true });
    at = to;
  }
  spans.push({ text: text.slice(at), isChanged: false });
  return spans.filter((span) => span.text !== "");
}

export type Hunk =
  | { readonly kind: "lines"; readonly lines: readonly DiffLine[] }
  | { readonly kind: "skipped"; readonly lines: readonly DiffLine[] };

/** Groups lines so that long unchanged stretches can be folded, keeping `context` lines around each change. */
export function foldUnchanged(lines: readonly DiffLine[], context: number): readonly Hunk[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((line) => line.kind !== "same"),
  );
  const hunks: { kind: "lines" | "skipped"; lines: DiffLine[] }[] = [];
  lines.forEach((line, index) => {
    const kind = isNear[index] === true ? "lines" : "skipped";
    const last = hunks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else hunks.push({ kind, lines: [line] });
  });
  return hunks;
}
