import { createHmac } from "node:crypto";
import type { FindingKind } from "./finding.ts";

/** Beyond this many different values a session's further placeholders carry a number drawn from the value's HMAC instead of a count. */
const MAX_NUMBERED = 50_000;

/** The number that a value has among those of its kind. `tag` is a keyed hash. */
export interface NumberedValue {
  readonly kind: FindingKind;
  readonly tag: string;
  readonly number: number;
}

/** Gives each value its placeholder; the same value gets the same one for the life of the session. */
export interface Placeholders {
  of(kind: FindingKind, value: string): string;
  /** The numbers that are known, from the `mark`th on, and the mark for the next time. */
  since(mark: number): { readonly numbers: readonly NumberedValue[]; readonly mark: number };
  /** Takes over numbers that another thread gave. Where both gave one to a value, each keeps its own. */
  adopt(numbers: readonly NumberedValue[]): void;
}

/** Two threads that number under one key take turns: one has the odd numbers, the other the even ones. */
export interface Series {
  readonly first: number;
  readonly step: number;
}

const ALL: Series = { first: 1, step: 1 };

/** @param sessionKey Random, of this session; numbers tell values apart without keeping them. */
export function createPlaceholders(sessionKey: Uint8Array, { first, step }: Series = ALL): Placeholders {
  const numbers = new Map<string, number>();
  const log: NumberedValue[] = [];
  const last = new Map<FindingKind, number>();
  const keep = (value: NumberedValue): void => {
    if (log.length >= MAX_NUMBERED || numbers.has(value.tag)) return;
    numbers.set(value.tag, value.number);
    log.push(value);
    const isOfSeries = (value.number - first) % step === 0;
    if (isOfSeries) last.set(value.kind, Math.max(value.number, last.get(value.kind) ?? 0));
  };
  return {
    of(kind, value) {
      const mac = createHmac("sha256", sessionKey).update(kind).update("\0").update(value).digest();
      const tag = mac.toString("base64", 0, 12);
      const known = numbers.get(tag);
      if (known !== undefined) return written(kind, known);
      if (log.length >= MAX_NUMBERED) return written(kind, mac.readUInt32LE(12));
      const previous = last.get(kind);
      const number = previous === undefined ? first : previous + step;
      keep({ kind, tag, number });
      return written(kind, number);
    },
    since: (mark) => ({ numbers: log.slice(mark), mark: log.length }),
    adopt: (values) => values.forEach(keep),
  };
}

function written(kind: FindingKind, number: number): string {
  return `[REDACTED:${kind}#${number}]`;
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
