import { expect, test } from "vitest";
import { ariaKeys, keyCaps, matchesChord, parseKeys } from "./keys.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const matches = (keys: string, event: ReturnType<typeof press>, isMac = false): boolean =>
  parseKeys(keys).some((chord) => matchesChord(chord, event, isMac));

test("mod is Ctrl on a PC and Command on a Mac, never both", () => {
  expect([
    matches("mod+k", press("k", { ctrlKey: true })),
    matches("mod+k", press("k", { metaKey: true })),
    matches("mod+k", press("k", { metaKey: true }), true),
    matches("mod+k", press("k", { metaKey: true, ctrlKey: true })),
  ]).toEqual([true, false, true, false]);
});

test("a letter with a modifier held is not the bare letter", () => {
  expect([
    matches("a", press("a")),
    matches("a", press("a", { ctrlKey: true })),
    matches("a", press("A", { shiftKey: true })),
  ]).toEqual([true, false, false]);
});

test("a symbol matches however the keyboard produces it", () => {
  expect([matches("?", press("?", { shiftKey: true })), matches("?", press("?"))]).toEqual([true, true]);
});

test("draws and announces a hotkey", () => {
  expect([keyCaps("mod+shift+enter", false), keyCaps("g a", true), ariaKeys("mod+k", false)]).toEqual([
    [["Ctrl", "Shift", "⏎"]],
    [["G"], ["A"]],
    "Control+k",
  ]);
});
