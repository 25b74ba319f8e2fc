import { placesBefore, placesLeft, stripControls } from "./controls.ts";
import type { Finder } from "./finder.ts";
import type { RankedFinding } from "./scan/detector.ts";

/** Strips and redacts a text that comes in pieces, such as the output of a terminal. Pieces may end anywhere, even within a character. */
export interface RedactionStream {
  /** Takes the next piece and gives back what is safe to pass on; that may be nothing yet. */
  push(piece: string): string;
  /** Gives back the rest. */
  end(): string;
}

/** Longer than any token of one line and any terminal sequence; what is this close to the end may be the start of one. */
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
  const passOn = (isLast: boolean): string => {
    const given = context + held;
    const { text, cuts } = stripControls(given);
    const from = placesLeft(cuts)(context.length);
    const found = find(text);
    const end = isLast ? text.length : safeEnd({ text, from, found });
    const passed = end === from ? "" : replace(text.slice(from, end), within(found, from, end));
    const taken = isLast ? given.length : end === from ? context.length : placesBefore(cuts)(end - 1) + 1;
    context = given.slice(Math.max(0, taken - CONTEXT), taken);
    held = given.slice(taken);
    return passed;
  };
  return {
    push(piece) {
      held += piece;
      if (held.length < lookAt) return "";
      const passed = passOn(false);
      lookAt = Math.max(2 * HELD_BACK, 2 * held.length);
      return passed;
    },
    end: () => passOn(true),
  };
}

interface Held {
  readonly text: string;
  /** Where what was not passed on yet begins. */
  readonly from: number;
  readonly found: readonly RankedFinding[];
}

/** Up to where the text can be passed on: up to a line's end where there is one, and no part of a finding or of a character. */
function safeEnd({ text, from, found }: Held): number {
  const isTooMuch = text.length - from > MOST_HELD;
  const limit = Math.max(from, isTooMuch ? text.length : text.length - HELD_BACK);
  const lineEnd = limit === from ? from : text.lastIndexOf("\n", limit - 1) + 1;
  let end = lineEnd > from ? lineEnd : limit;
  if (!isTooMuch) {
    for (const { start, end: close } of found.toReversed()) if (start < end && close > end) end = Math.max(from, start);
  }
  const isHalf = end > from && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return isHalf ? end - 1 : end;
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
