/** Short names of characters that draw nothing or change how their neighbours are drawn, by code point. */
const NAMES: Readonly<Record<number, string>> = {
  0x00: "NUL",
  0x07: "BEL",
  0x08: "BS",
  0x09: "TAB",
  0x0b: "VT",
  0x0c: "FF",
  0x0d: "CR",
  0x1b: "ESC",
  0x7f: "DEL",
  0x85: "NEL",
  0xa0: "NBSP",
  0xad: "SHY",
  0x034f: "CGJ",
  0x061c: "ALM",
  0x115f: "HANGUL FILLER",
  0x1160: "HANGUL FILLER",
  0x1680: "OGHAM SPACE",
  0x180e: "MVS",
  0x2002: "EN SPACE",
  0x2003: "EM SPACE",
  0x2007: "FIGURE SPACE",
  0x2009: "THIN SPACE",
  0x200a: "HAIR SPACE",
  0x200b: "ZWSP",
  0x200c: "ZWNJ",
  0x200d: "ZWJ",
  0x200e: "LRM",
  0x200f: "RLM",
  0x2028: "LINE SEP",
  0x2029: "PARA SEP",
  0x202a: "LRE",
  0x202b: "RLE",
  0x202c: "PDF",
  0x202d: "LRO",
  0x202e: "RLO",
  0x202f: "NNBSP",
  0x205f: "MATH SPACE",
  0x2060: "WJ",
  0x2061: "FUNCTION APPLICATION",
  0x2062: "INVISIBLE TIMES",
  0x2063: "INVISIBLE SEPARATOR",
  0x2064: "INVISIBLE PLUS",
  0x2066: "LRI",
  0x2067: "RLI",
  0x2068: "FSI",
  0x2069: "PDI",
  0x2800: "BLANK BRAILLE",
  0x3000: "IDEOGRAPHIC SPACE",
  0x3164: "HANGUL FILLER",
  0xfeff: "BOM",
  0xffa0: "HANGUL FILLER",
  0xfff9: "ANNOTATION",
  0xfffa: "ANNOTATION",
  0xfffb: "ANNOTATION",
  0xfffc: "OBJECT",
  0xe0001: "LANGUAGE TAG",
  0xe007f: "CANCEL TAG",
};

/** The name of a revealed character, or none for those known only by their code point. */
export function characterName(codePoint: number): string | undefined {
  if (isTag(codePoint)) return NAMES[codePoint] ?? `TAG ${tagText(codePoint)}`;
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return `VS${codePoint - 0xfe00 + 1}`;
  if (codePoint >= 0xe0100 && codePoint <= 0xe01ef) return `VS${codePoint - 0xe0100 + 17}`;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return "LONE SURROGATE";
  return NAMES[codePoint];
}

/** `U+202E`, with at least four digits. */
export function codePointLabel(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Whether it is one of the tag characters, which spell ASCII without being seen. */
export function isTag(codePoint: number): boolean {
  return codePoint >= 0xe0000 && codePoint <= 0xe007f;
}

/** The ASCII character a tag stands for; empty for those that stand for none. */
export function tagText(codePoint: number): string {
  return codePoint >= 0xe0020 && codePoint <= 0xe007e ? String.fromCodePoint(codePoint - 0xe0000) : "";
}
