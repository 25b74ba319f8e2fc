/** A text without what can not be seen, and how many UTF-16 code units that was. */
export interface Stripped {
  readonly text: string;
  readonly removed: number;
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
  [0xe0000, 0xe0fff],
];
const UNSEEN_CLASS = UNSEEN.map((range) => range.map((point) => `\\u{${point.toString(16)}}`).join("-")).join("");
const SUSPECT = new RegExp(`[${UNSEEN_CLASS}]`, "u");
const EVERY_SUSPECT = new RegExp(`[${UNSEEN_CLASS}]`, "gu");

/** Terminal sequences: CSI, string sequences up to their end (or, without one, only their opening), and two-character escapes. */
const TERMINAL =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])(?:[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c))?|\u001b[ -/]{0,4}[0-~]/g;

const FLAGS = new Set(["gbeng", "gbsct", "gbwls"].map((code) => `\u{1f3f4}${[...code].map(tagged).join("")}\u{e007f}`));
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f}/gu;

/** Emoji joined by zero-width joiners, each with its variation selector or skin tone. */
const JOINED_EMOJI =
  /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?){1,8}/gu;
const STYLED_EMOJI = /(?:\p{Extended_Pictographic}|[#*0-9](?=\ufe0f\u20e3))[\ufe0e\ufe0f]/gu;

/**
 * Removes terminal escapes, C0 and C1 controls (not tab and line ends), tags, zero-width and bidirectional characters.
 *
 * Flags of nations within a state, emoji joined by zero-width joiners and styled emoji are kept: their invisible parts can not carry
 * a message.
 */
export function stripControls(text: string): Stripped {
  if (!SUSPECT.test(text)) return { text, removed: 0 };
  const plain = text.replace(TERMINAL, "");
  const kept = keptRanges(plain);
  let next = 0;
  const stripped = plain.replace(EVERY_SUSPECT, (character, at: number) => {
    while (next < kept.length && (kept[next]?.[1] ?? 0) <= at) next += 1;
    const range = kept[next];
    return range && range[0] <= at ? character : "";
  });
  return { text: stripped, removed: text.length - stripped.length };
}

function keptRanges(text: string): readonly (readonly [number, number])[] {
  if (!/\u200d|\ufe0e|\ufe0f|\u{e007f}/u.test(text)) return [];
  const ranges: [number, number][] = [];
  for (const flag of text.matchAll(FLAG))
    if (FLAGS.has(flag[0])) ranges.push([flag.index, flag.index + flag[0].length]);
  for (const pattern of [JOINED_EMOJI, STYLED_EMOJI]) {
    for (const match of text.matchAll(pattern)) ranges.push([match.index, match.index + match[0].length]);
  }
  return ranges.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
}

function tagged(letter: string): string {
  return String.fromCodePoint(0xe0000 + letter.charCodeAt(0));
}
