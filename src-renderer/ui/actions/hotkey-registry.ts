import { isMacPlatform, matchesChord, parseKeys } from "./keys.ts";

export type Hotkey = {
  /** `"e"`, `"mod+k"`, `"shift+enter"` or a sequence `"g a"`. */
  readonly keys: string;
  /** What it does, for the `?` dialog. */
  readonly label: string;
  readonly run: () => void;
  /** Called when the key is let go, for actions that must be held. */
  readonly release?: (() => void) | undefined;
  readonly disabled?: boolean | undefined;
  /** Also while typing in a field; for `mod` combinations. */
  readonly inFields?: boolean | undefined;
};

export type HotkeyGroup = { readonly title: string; readonly hotkeys: () => readonly Hotkey[] };
export type HotkeyRegistry = ReturnType<typeof createHotkeyRegistry>;

const SEQUENCE_MS = 900;
const FIELDS = "input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=spinbutton]";
// An open combobox keeps the focus in its field: Escape is then its own.
const POPUPS =
  "[role=dialog], [role=alertdialog], [role=menu], [data-base-ui-portal], [role=combobox][aria-expanded=true]";
const CONTROLS = "button, a[href], summary, [role=button], [role=tab], [role=switch], [role=checkbox], [role=radio]";

/** Keeps the bound groups and turns key events into runs. Holds no React. */
export function createHotkeyRegistry() {
  let groups: readonly HotkeyGroup[] = [];
  let pending: { readonly keys: readonly string[]; readonly at: number } | null = null;
  let held: { readonly key: string; readonly release: () => void } | null = null;
  const listeners = new Set<() => void>();

  function setGroups(next: readonly HotkeyGroup[]): void {
    groups = next;
    for (const listener of listeners) listener();
  }

  function letGo(): void {
    const release = held?.release;
    held = null;
    release?.();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if ((event.defaultPrevented && !isKeptFromBox(event)) || event.repeat || event.isComposing) return;
    const prefix = pending !== null && event.timeStamp - pending.at < SEQUENCE_MS ? pending.keys : [];
    const found = findHotkey(groups, event, prefix);
    pending = null;
    if (found === null) return;
    event.preventDefault();
    if (found.kind === "prefix") {
      pending = { keys: found.keys, at: event.timeStamp };
      return;
    }
    if (found.hotkey.release !== undefined) held = { key: event.key.toLowerCase(), release: found.hotkey.release };
    found.hotkey.run();
  }

  return {
    onKeyDown,
    onKeyUp: (event: KeyboardEvent): void => {
      if (held !== null && held.key === event.key.toLowerCase()) letGo();
    },
    onBlur: letGo,
    groups: () => groups,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add: (group: HotkeyGroup) => {
      setGroups([...groups, group]);
      return () => setGroups(groups.filter((other) => other !== group));
    },
  };
}

type Found = { kind: "run"; readonly hotkey: Hotkey } | { kind: "prefix"; readonly keys: readonly string[] };

function findHotkey(groups: readonly HotkeyGroup[], event: KeyboardEvent, prefix: readonly string[]): Found | null {
  const isMac = isMacPlatform();
  for (const group of groups.toReversed()) {
    for (const hotkey of group.hotkeys()) {
      if (hotkey.disabled === true || !mayFire(event, hotkey)) continue;
      const steps = hotkey.keys.toLowerCase().split(" ");
      const chord = parseKeys(hotkey.keys)[prefix.length];
      const isContinued = prefix.every((step, index) => steps[index] === step);
      if (chord === undefined || !isContinued || !matchesChord(chord, event, isMac)) continue;
      return prefix.length === steps.length - 1
        ? { kind: "run", hotkey }
        : { kind: "prefix", keys: steps.slice(0, prefix.length + 1) };
    }
  }
  return null;
}

/** A box keeps Enter from toggling it by preventing it, and means nothing else by that. */
function isKeptFromBox({ key, target }: KeyboardEvent): boolean {
  return key === "Enter" && target instanceof Element && target.matches("[role=checkbox], [role=radio]");
}

function mayFire(event: KeyboardEvent, hotkey: Hotkey): boolean {
  const target = event.target;
  if (target === null || !(target instanceof Element)) return true;
  if (target.closest(POPUPS) !== null) return false;
  if (target.closest(FIELDS) !== null) return hotkey.inFields === true;
  const activates = event.key === "Enter" || event.key === " ";
  // What a form is confirmed with works from all of it, its boxes and buttons too.
  const confirms = hotkey.inFields === true && (event.ctrlKey || event.metaKey);
  return confirms || !(activates && target.closest(CONTROLS) !== null);
}
