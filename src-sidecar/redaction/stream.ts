import type { Finder } from "./finder.ts";
import type { RankedFinding } from "./scan/detector.ts";

/** Redacts a text that comes in pieces, such as the output of a terminal. */
export interface RedactionStream {
  /** Takes the next piece and gives back what is safe to pass on; that may be nothing yet. */
  push(piece: string): string;
  /** Gives back the rest. */
  end(): string;
}

/** Longer than any token of one line; what is this close to the end may be the start of one. */
const HELD_BACK = 4096;
/** What was passed on already is kept as context, so that a secret named there is known here. */
const CONTEXT = 2048;
/** A finding that is still open after this much is closed where it stands. */
const MOST_HELD = 256 * 1024;

/** @param replace Puts placeholders for findings into a stretch of text. */
export function createStream(
  find: Finder,
  replace: (text: string, found: readonly RankedFinding[]) => string,
): RedactionStream {
  let context = "";
  let held = "";
  // At least twice what is held back, and twice what could not be passed on before: no character is looked at often.
  let lookAt = 2 * HELD_BACK;
  const passOn = (size: number, found: readonly RankedFinding[]): string => {
    const passed = replace(held.slice(0, size), within(found, context.length, context.length + size));
    context = (context + held.slice(0, size)).slice(-CONTEXT);
    held = held.slice(size);
    return passed;
  };
  return {
    push(piece) {
      held += piece;
      if (held.length < lookAt) return "";
      const found = find(context + held);
      const size = safeSize(held, found, context.length);
      const passed = size === 0 ? "" : passOn(size, found);
      lookAt = Math.max(2 * HELD_BACK, 2 * held.length);
      return passed;
    },
    end: () => passOn(held.length, find(context + held)),
  };
}

/** How much of what is held can be passed on: up to a line's end where there is one, and no part of a finding. */
function safeSize(held: string, found: readonly RankedFinding[], offset: number): number {
  const limit = held.length > MOST_HELD ? held.length : held.length - HELD_BACK;
  const lineEnd = held.lastIndexOf("\n", limit - 1) + 1;
  let size = lineEnd > 0 ? lineEnd : limit;
  if (held.length > MOST_HELD) return size;
  for (const { start, end } of found.toReversed()) {
    if (start - offset < size && end - offset > size) size = Math.max(0, start - offset);
  }
  return size;
}

/** The findings of a stretch, with places counted from its start. */
function within(found: readonly RankedFinding[], from: number, to: number): readonly RankedFinding[] {
  return found
    .filter(({ start, end }) => end > from && start < to)
    .map((finding) => ({
      ...finding,
      start: Math.max(finding.start, from) - from,
      end: Math.min(finding.end, to) - from,
    }));
}
