import { unitsOf } from "./fold.ts";

/** One way in which a piece of a value may be written. */
export interface Form {
  readonly units: Uint16Array;
  /** Neighbours in the text may hold bits of the value too: base64 packs bytes across characters. */
  readonly isPacked: boolean;
}

const BASE64_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The forms that are searched for directly; everything else (escapes, percent, hex, entities, base64 of base64, UTF-16) is undone in
 * the text instead, see `views.ts`.
 */
export function formsOf(piece: string): readonly Form[] {
  const bytes = new TextEncoder().encode(piece); // Never in Node's shared pool, where a copy would stay.
  const plain = unitsOf(piece);
  const forms = [open(plain), open(plain.slice().reverse()), open(unitsOf(rot13(piece)))];
  if (bytes.length !== piece.length) forms.push(open(Uint16Array.from(bytes)));
  forms.push(...base64Forms(bytes));
  bytes.fill(0);
  return forms;
}

/** Forms of bytes that are no text. */
export function formsOfBytes(bytes: Uint8Array): readonly Form[] {
  return [open(Uint16Array.from(bytes)), ...base64Forms(bytes)];
}

function open(units: Uint16Array): Form {
  return { units, isPacked: false };
}

/** What base64 makes of the bytes behind 0, 1 and 2 unknown bytes: the characters that hold nothing else. */
function base64Forms(bytes: Uint8Array): readonly Form[] {
  return [0, 1, 2].map((before) => {
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    let text = "";
    for (let index = first; index < last; index += 1)
      text += BASE64_ALPHABET.charAt(sixBits(bytes, index * 6 - before * 8));
    return { units: unitsOf(text), isPacked: true };
  });
}

function sixBits(bytes: Uint8Array, bit: number): number {
  const at = bit >> 3;
  const word = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return (word >> (10 - (bit & 7))) & 63;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
