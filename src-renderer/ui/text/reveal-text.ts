import { isTag, tagText } from "./character-names.ts";

/** A piece of untrusted text, ready to be drawn so that nothing in it is invisible. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "newline" }
  /** The same unseen character, one or more times in a row. */
  | { readonly kind: "mark"; readonly codePoint: number; readonly count: number }
  /** A run of tag characters and the ASCII they spell. */
  | { readonly kind: "tags"; readonly count: number; readonly spells: string };

// Control, format, surrogate, private-use and unassigned characters, separators, and whatever Unicode calls ignorable.
// U+2800 is a letter by category and blank to the eye.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a character must be shown as a mark. The plain space and the line feed are not marks. */
export function isUnseen(character: string): boolean {
  return character !== " " && character !== "\n" && UNSEEN.test(character);
}

/** Splits text into what can be drawn as it is and what has to be named. Joined again, the pieces cover every code point. */
export function revealText(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") pieces.push({ kind: "text", text: plain });
    plain = "";
  };
  for (const character of text) {
    if (character === "\n") {
      flush();
      pieces.push({ kind: "newline" });
    } else if (isUnseen(character)) {
      flush();
      addMark(pieces, character);
    } else {
      plain += character;
    }
  }
  flush();
  return pieces;
}

function addMark(pieces: Piece[], character: string): void {
  const codePoint = character.codePointAt(0) ?? 0;
  const last = pieces.at(-1);
  if (isTag(codePoint)) {
    const before = last?.kind === "tags" ? last : { count: 0, spells: "" };
    if (last?.kind === "tags") pieces.pop();
    pieces.push({ kind: "tags", count: before.count + 1, spells: before.spells + tagText(codePoint) });
  } else if (last?.kind === "mark" && last.codePoint === codePoint) {
    pieces.splice(-1, 1, { ...last, count: last.count + 1 });
  } else {
    pieces.push({ kind: "mark", codePoint, count: 1 });
  }
}

/** How many characters of the text draw nothing by themselves. */
export function countUnseen(text: string): number {
  let count = 0;
  for (const character of text) if (isUnseen(character)) count += 1;
  return count;
}

/** The length people are told: bytes of UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
