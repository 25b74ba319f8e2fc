/** A stretch that was taken out: places in the text as given, `end` exclusive. */
export interface Cut {
  readonly start: number;
  readonly end: number;
}

/** A text without what can not be seen. */
export interface Stripped {
  readonly text: string;
  /** How many UTF-16 code units were taken out. */
  readonly removed: number;
  /** Where they stood: in order, apart. */
  readonly cuts: readonly Cut[];
}

/** Code points that the reader of a terminal, a card or a prompt does not see; first and last of each range. */
const UNSEEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const UNSEEN_CLASS = UNSEEN.map((range) => range.map((point) => `\\u{${point.toString(16)}}`).join("-")).join("");
const SUSPECT = new RegExp(`[${UNSEEN_CLASS}]`, "u");
const EVERY_SUSPECT = new RegExp(`[${UNSEEN_CLASS}]+`, "gu");

/** Terminal sequences: CSI, string sequences up to their end (or, without one, only their opening), and two-character escapes. */
const TERMINAL =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])(?:[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c))?|\u001b[ -/]{0,4}[0-~]/g;

/**
 * Emoji as Unicode recommends them for interchange: flags of nations within a state, families, professions, skin tones, keycaps. Their
 * invisible parts can not carry a message. A sign before a selector for its look as text is kept with it.
 */
const EMOJI = /\p{RGI_Emoji}|[\p{Extended_Pictographic}#*0-9]\ufe0e/gv;
const HAS_EMOJI_PART = /\u200d|\ufe0e|\ufe0f|\u{e007f}/u;

/**
 * Removes terminal escapes, C0 and C1 controls (not tab and line ends), tags, zero-width and bidirectional characters, and variation
 * selectors that belong to no emoji.
 */
export function stripControls(text: string): Stripped {
  if (!SUSPECT.test(text)) return { text, removed: 0, cuts: NO_CUTS };
  const escapes = cutsOf(text, TERMINAL, NO_CUTS);
  const plain = without(text, escapes);
  const unseen = cutsOf(plain, EVERY_SUSPECT, keptRanges(plain));
  const stripped = without(plain, unseen);
  const cuts = escapes.length === 0 ? unseen : joined(escapes, unseen);
  return { text: stripped, removed: text.length - stripped.length, cuts };
}

/**
 * Says where the units of a stripped text stood in the text as given.
 *
 * @returns a function from a place in the stripped text to the place in the text as given.
 */
export function placesBefore(cuts: readonly Cut[]): (at: number) => number {
  // For each cut: where it lay in the stripped text, and how much is gone with it and those before it.
  const places = new Float64Array(cuts.length);
  const gone = new Float64Array(cuts.length);
  let removed = 0;
  cuts.forEach(({ start, end }, index) => {
    places[index] = start - removed;
    removed += end - start;
    gone[index] = removed;
  });
  return (at) => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return at + (gone[low - 1] ?? 0);
  };
}

/** The other way round: from a place in the text as given to the first place at or behind it that is left. */
export function placesLeft(cuts: readonly Cut[]): (at: number) => number {
  return (at) => at - cuts.reduce((gone, { start, end }) => gone + Math.max(0, Math.min(end, at) - start), 0);
}

const NO_CUTS: readonly Cut[] = [];

/** Where a pattern matches outside of what is kept. */
function cutsOf(text: string, pattern: RegExp, kept: readonly Cut[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let next = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    let start = index;
    const last = index + match.length;
    while (start < last) {
      while (next < kept.length && (kept[next]?.end ?? 0) <= start) next += 1;
      const range = kept[next];
      const end = Math.min(last, Math.max(start, range?.start ?? last));
      if (end > start) cuts.push({ start, end });
      start = range && range.start < last ? Math.max(end, range.end) : last;
    }
  }
  return cuts;
}

function without(text: string, cuts: readonly Cut[]): string {
  if (cuts.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of cuts) {
    pieces.push(text.slice(at, start));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

/** The cuts of two passes as one list; those of the second count in what the first left. */
function joined(first: readonly Cut[], second: readonly Cut[]): readonly Cut[] {
  const place = placesBefore(first);
  const later = second.map(({ start, end }) => ({ start: place(start), end: place(end - 1) + 1 }));
  const all = [...first, ...later].sort((left, right) => left.start - right.start || left.end - right.end);
  const cuts: Cut[] = [];
  for (const cut of all) {
    const previous = cuts.at(-1);
    if (previous && cut.start <= previous.end)
      cuts[cuts.length - 1] = { start: previous.start, end: Math.max(previous.end, cut.end) };
    else cuts.push(cut);
  }
  return cuts;
}

function keptRanges(text: string): readonly Cut[] {
  if (!HAS_EMOJI_PART.test(text)) return NO_CUTS;
  return Array.from(text.matchAll(EMOJI), ({ 0: { length }, index }) => ({ start: index, end: index + length }));
}
