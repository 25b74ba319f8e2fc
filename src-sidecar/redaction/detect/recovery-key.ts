import { stretches } from "../known/stretches.ts";
import type { SourceText } from "../known/known-values.ts";
import { RANK, type RankedFinding } from "../scan/detector.ts";

export const RECOVERY_KEY = "gatehouse-recovery-key";

/** Fourteen groups of four with hyphens between them. */
const LENGTH = 69;
const CLASSES: Uint8Array = classes();
const KEY = /(?<![0-9a-z-])[0-9a-hjkmnp-tv-z]{4}(?:-[0-9a-hjkmnp-tv-z]{4}){13}(?![0-9a-z-])/gi;

function classes(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const letter of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")
    table[letter.charCodeAt(0)] = 1;
  return table;
}

/** The recovery keys of our own vaults. They have no word to search for, but are longer than nearly all that looks like them. */
export function findRecoveryKeys({ text, units }: SourceText, findings: RankedFinding[]): void {
  for (const { from, end } of stretches(units, text.length, CLASSES, LENGTH)) {
    for (const { index } of text.slice(from, end).matchAll(KEY)) {
      findings.push({ kind: RECOVERY_KEY, start: from + index, end: from + index + LENGTH, rank: RANK.token });
    }
  }
}
