/** One key press as written in a hotkey: `"a"`, `"mod+k"`, `"shift+enter"`, or a sequence `"g a"`. */
export type Chord = { readonly key: string; readonly mod: boolean; readonly shift: boolean; readonly alt: boolean };

/** The cap of Enter, drawn as an icon where there are icons. */
export const ENTER = "⏎";

const NAMES: Readonly<Record<string, string>> = {
  enter: ENTER,
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  space: "Space",
  backspace: "⌫",
  tab: "Tab",
};

/** The parts of a sequence, each a chord. */
export function parseKeys(keys: string): readonly Chord[] {
  return keys.toLowerCase().split(" ").map(parseChord);
}

function parseChord(text: string): Chord {
  const parts = text.split("+");
  const key = parts.at(-1) ?? "";
  return { key, mod: parts.includes("mod"), shift: parts.includes("shift"), alt: parts.includes("alt") };
}

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Whether a press is this chord. Shift is only compared for letters and named keys: `?` already implies it. */
export function matchesChord(chord: Chord, press: KeyPress, isMac: boolean): boolean {
  const key = press.key === " " ? "space" : press.key.toLowerCase();
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  const isSymbol = key.length === 1 && key.toUpperCase() === key;
  return (
    key === chord.key &&
    mod === chord.mod &&
    !other &&
    press.altKey === chord.alt &&
    (isSymbol || press.shiftKey === chord.shift)
  );
}

/** The caps to draw for a hotkey, one list per chord of the sequence. */
export function keyCaps(keys: string, isMac: boolean): readonly (readonly string[])[] {
  return parseKeys(keys).map((chord) => [
    ...(chord.mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(chord.alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(chord.shift ? [isMac ? "⇧" : "Shift"] : []),
    NAMES[chord.key] ?? (chord.key.length === 1 ? chord.key.toUpperCase() : chord.key),
  ]);
}

/** The value of `aria-keyshortcuts` for a hotkey that is a single chord. */
export function ariaKeys(keys: string, isMac: boolean): string {
  return parseKeys(keys)
    .map((chord) =>
      [chord.mod && (isMac ? "Meta" : "Control"), chord.alt && "Alt", chord.shift && "Shift", capitalised(chord.key)]
        .filter(Boolean)
        .join("+"),
    )
    .join(" ");
}

function capitalised(key: string): string {
  return key.length === 1 ? key : key.charAt(0).toUpperCase() + key.slice(1);
}

export function isMacPlatform(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
