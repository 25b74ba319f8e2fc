export type FoldLimits = { readonly maxChars: number; readonly maxLines: number };

/**
 * Where to fold: the head that stays visible, or the whole text when it is short enough.
 *
 * Never splits a surrogate pair. A text only slightly over the limits stays whole: unfolding it would cost more than reading it.
 */
export function foldText(
  text: string,
  { maxChars, maxLines }: FoldLimits,
): { readonly head: string; readonly isFolded: boolean } {
  const end = Math.min(text.length, maxChars, lineEnd(text, maxLines));
  if (end >= text.length || text.length - end <= SLACK_CHARS) return { head: text, isFolded: false };
  return { head: text.slice(0, wholeCharacter(text, end)), isFolded: true };
}

const SLACK_CHARS = 24;

function lineEnd(text: string, maxLines: number): number {
  let at = -1;
  for (let line = 0; line < maxLines; line += 1) {
    at = text.indexOf("\n", at + 1);
    if (at === -1) return text.length;
  }
  return at;
}

/** The nearest cut at or before `end` that leaves no half of a pair. */
export function wholeCharacter(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit <= 0xdbff && end < text.length ? end - 1 : end;
}
