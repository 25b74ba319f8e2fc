/**
 * How well names fit what was typed, from 0 (not at all) to 1: every word of it has to stand in one of the names, and names that begin
 * with it come first.
 */
export function matchScore(names: readonly string[], typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(isSaid);
  const text = names.join(" ").toLowerCase();
  if (!words.every((word) => text.includes(word))) return 0;
  const whole = words.join(" ");
  if (names.some((name) => name.toLowerCase().startsWith(whole))) return 1;
  return words.every((word) => ` ${text}`.includes(` ${word}`)) ? 0.8 : 0.5;
}

function isSaid(word: string): boolean {
  return word !== "";
}
