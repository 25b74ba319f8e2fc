import { Fragment, type ReactNode } from "react";

/** The places of a sentence that are filled with something else than plain text. */
export type Marks<Name extends string> = Readonly<Record<Name, string>>;

export type PhraseProps<Name extends string> = {
  readonly parts: Readonly<Record<Name, ReactNode>>;
  /** Says the sentence with the marks as its values. */
  readonly say: (marks: Marks<Name>) => string;
};

const FIRST_MARK = 0xe000; // private use: no message contains it, and text of others only ever comes in as a part

/** One sentence of the catalogue with elements in its places, so that text that is not ours is drawn verbatim inside it. */
export function Phrase<Name extends string>({ parts, say }: PhraseProps<Name>) {
  const entries: readonly (readonly [string, ReactNode])[] = Object.entries(parts);
  const marks = Object.fromEntries(entries.map(([name], index) => [name, String.fromCharCode(FIRST_MARK + index)]));
  // Built from the very names of `parts`.
  const pieces = say(marks as Marks<Name>).split(/([\uE000-\uE0FF])/u);
  return pieces.map((piece, index) => (
    // A sentence has its pieces in one order for as long as it is shown.
    <Fragment key={index}>{isMark(piece) ? entries[piece.charCodeAt(0) - FIRST_MARK]?.[1] : piece}</Fragment>
  ));
}

function isMark(piece: string): boolean {
  return /^[\uE000-\uE0FF]$/u.test(piece);
}
