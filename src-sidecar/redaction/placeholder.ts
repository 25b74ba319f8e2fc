import { createHmac } from "node:crypto";
import type { FindingKind } from "./finding.ts";

/** Beyond this many different values a session's further placeholders carry a number drawn from the value's HMAC instead of a count. */
const MAX_NUMBERED = 50_000;

/** Gives each value its placeholder; the same value gets the same one for the life of the session. */
export interface Placeholders {
  of(kind: FindingKind, value: string): string;
}

export function createPlaceholders(sessionKey: Uint8Array): Placeholders {
  const numbers = new Map<string, number>();
  const counts = new Map<FindingKind, number>();
  return {
    of(kind, value) {
      const mac = createHmac("sha256", sessionKey).update(kind).update("\0").update(value).digest();
      const tag = mac.toString("base64", 0, 12);
      const number =
        numbers.get(tag) ?? (numbers.size < MAX_NUMBERED ? (counts.get(kind) ?? 0) + 1 : mac.readUInt32LE(12));
      if (!numbers.has(tag) && numbers.size < MAX_NUMBERED) {
        numbers.set(tag, number);
        counts.set(kind, number);
      }
      return `[REDACTED:${kind}#${number}]`;
    },
  };
}

export function vaultPlaceholder(ref: string): string {
  return `[REDACTED:vault:${shownRef(ref)}]`;
}

/** The name of a credential as placeholders show it. What follows a NUL only tells its values apart. */
export function shownRef(ref: string): string {
  const [name = ""] = ref.split("\0", 1);
  return name.replace(/[^A-Za-z0-9_.:/@-]/g, "_").slice(0, 80) || "_";
}

const PLACEHOLDER = /\[REDACTED:(?:vault:(?<ref>[A-Za-z0-9_.:/@-]{1,80})|(?<kind>[a-z0-9-]{2,40})#[0-9]{1,10})\]/g;

/**
 * Where placeholders of ours stand in a text, so that a second pass leaves them alone.
 *
 * Kinds and names are checked against those that exist: brackets that a server writes around a secret exempt nothing.
 */
export function placeholdersIn(
  text: string,
  isKind: (kind: string) => boolean,
  isRef: (ref: string) => boolean,
): readonly (readonly [number, number])[] {
  if (!text.includes("[REDACTED:")) return [];
  return [...text.matchAll(PLACEHOLDER)]
    .filter(({ groups: { ref, kind } = {} }) => (ref === undefined ? kind !== undefined && isKind(kind) : isRef(ref)))
    .map(({ 0: { length }, index }) => [index, index + length]);
}
