import { FOLD, FOLD_EXACT, foldUnits, unitsOf } from "./fold.ts";
import { formsOf, formsOfBytes, type Form } from "./forms.ts";
import { PUBLIC_TEXT, piecesOf } from "./pieces.ts";
import { FILTER_MASK, unitWords, windowHash, WindowFilter } from "./rolling.ts";
import { SipHash } from "./siphash.ts";
import { TagTable } from "./tag-table.ts";

/** From this length any part of this length is found; below it, down to `MIN_UNITS`, only the whole value is. */
const WINDOW = 12;
const MIN_UNITS = 8;
const PACKED = 0x8000;
const OWNER_MASK = 0x7fff;
const NO_HITS: IndexHit[] = [];

/** Part of the text that a value was found in: units `from` to `to` (exclusive) of what was scanned. */
export interface IndexHit {
  from: number;
  to: number;
  readonly owner: number;
}

/** One run over a text: `count` of its units are left after folding. */
interface Scan {
  readonly units: Uint16Array;
  readonly length: number;
  count: number;
  readonly hits: IndexHit[];
}

/**
 * All windows of all learned values, as keyed 64-bit tags behind a rolling-hash filter. Nothing in it can be read back.
 *
 * Whoever reads this process's memory has the key too, and can test guesses of twelve characters; he can not enumerate values.
 */
export class ValueIndex {
  readonly #words: Uint32Array;
  /** The words as they stand in a hash when their unit leaves the window. */
  readonly #leaving: Uint32Array;
  readonly #sip: SipHash;
  readonly #filter = new WindowFilter();
  readonly #windows = new TagTable();
  readonly #shortFilter = new WindowFilter();
  readonly #shorts = new TagTable();
  #shortLengths: readonly number[] = [];
  #folded = new Uint16Array(4096);
  #at = new Uint32Array(4096);

  constructor(filterKey: Uint8Array, tagKey: Uint8Array) {
    this.#words = unitWords(filterKey);
    this.#leaving = this.#words.map((word) => (word << WINDOW) | (word >>> (32 - WINDOW)));
    this.#sip = new SipHash(tagKey);
  }

  /** @param owner 1 to 32,767. */
  add(owner: number, value: Uint8Array): void {
    for (const { units, isPacked } of formsOfValue(value)) {
      const number = isPacked ? owner | PACKED : owner;
      const folded = foldUnits(units);
      if (folded.length >= WINDOW) this.#addWindows(number, folded);
      else if (folded.length >= MIN_UNITS) this.#addShort(number, foldUnits(units, FOLD_EXACT));
    }
  }

  remove(owner: number): void {
    this.#windows.removeWhere((number) => (number & OWNER_MASK) === owner);
    this.#shorts.removeWhere((number) => (number & OWNER_MASK) === owner);
  }

  /** Scans the first `length` units. */
  scan(units: Uint16Array, length: number): IndexHit[] {
    if (this.#windows.size + this.#shorts.size === 0 || length < MIN_UNITS) return NO_HITS;
    const scan: Scan = { units, length, count: 0, hits: [] };
    this.#scanWindows(scan);
    if (this.#shorts.size > 0) this.#scanShorts(scan);
    return scan.hits;
  }

  #addWindows(number: number, units: Uint16Array): void {
    const isTelling = (from: number): boolean => distinct(units, from) > 3 && !PUBLIC_WINDOWS.has(window(units, from));
    const starts = Array.from({ length: units.length - WINDOW + 1 }, (_, from) => from);
    const telling = starts.filter(isTelling);
    for (const from of telling.length > 0 ? telling : starts) {
      this.#filter.add(windowHash(this.#words, units, from, WINDOW));
      this.#sip.hash(units, from, WINDOW);
      this.#windows.add(this.#sip.low, this.#sip.high, number);
    }
  }

  #addShort(number: number, units: Uint16Array): void {
    this.#shortFilter.add(windowHash(this.#words, foldUnits(units), 0, MIN_UNITS));
    this.#sip.hash(units, 0, units.length);
    this.#shorts.add(this.#sip.low, this.#sip.high, number);
    this.#shortLengths = [...new Set([...this.#shortLengths, units.length])].sort((left, right) => right - left);
  }

  /** The loop that every unit of every layer passes: folds, rolls the hash on, and looks closer where the filter says so. */
  #scanWindows(scan: Scan): void {
    const { units, length } = scan;
    this.#reserve(length);
    const [folded, at, words, leaving, bits] = [this.#folded, this.#at, this.#words, this.#leaving, this.#filter.bits];
    let hash = 0;
    let count = 0;
    for (let index = 0; index < length; index += 1) {
      const fold = FOLD[units[index] ?? 0] ?? 0;
      if (fold === 0) continue;
      folded[count] = fold;
      at[count] = index;
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[fold] ?? 0);
      if (count >= WINDOW) hash ^= leaving[folded[count - WINDOW] ?? 0] ?? 0;
      count += 1;
      if ((((bits[(hash & FILTER_MASK) >>> 5] ?? 0) >>> (hash & 31)) & 1) === 0) continue;
      if (count >= WINDOW && this.#filter.has(hash)) this.#tryWindow(scan, count - WINDOW);
    }
    scan.count = count;
  }

  #tryWindow(scan: Scan, first: number): void {
    const number = this.#lookUp(this.#windows, this.#folded, first, WINDOW);
    if (number !== 0) this.#hit(scan, first, first + WINDOW - 1, number);
  }

  #reserve(length: number): void {
    if (this.#folded.length >= length) return;
    this.#folded = new Uint16Array(length * 2);
    this.#at = new Uint32Array(length * 2);
  }

  #scanShorts(scan: Scan): void {
    const [words, folded, filter] = [this.#words, this.#folded, this.#shortFilter];
    let hash = 0;
    for (let index = 0; index < scan.count; index += 1) {
      hash = ((hash << 1) | (hash >>> 31)) ^ (words[folded[index] ?? 0] ?? 0);
      if (index >= MIN_UNITS) {
        const leaving = words[folded[index - MIN_UNITS] ?? 0] ?? 0;
        hash ^= (leaving << MIN_UNITS) | (leaving >>> (32 - MIN_UNITS));
      }
      if (filter.has(hash) && index >= MIN_UNITS - 1) this.#tryShorts(scan, index - MIN_UNITS + 1);
    }
  }

  #tryShorts(scan: Scan, first: number): void {
    const exact = new Uint16Array(WINDOW);
    for (const length of this.#shortLengths) {
      if (first + length > scan.count) continue;
      for (let offset = 0; offset < length; offset += 1) {
        exact[offset] = FOLD_EXACT[scan.units[this.#at[first + offset] ?? 0] ?? 0] ?? 0;
      }
      const number = this.#lookUp(this.#shorts, exact, 0, length);
      if (number === 0) continue;
      this.#hit(scan, first, first + length - 1, number);
      return;
    }
  }

  #hit(scan: Scan, first: number, last: number, number: number): void {
    const plain = { from: this.#at[first] ?? 0, to: (this.#at[last] ?? 0) + 1, owner: number & OWNER_MASK };
    const hit = (number & PACKED) === 0 ? plain : withNeighbours(plain, scan);
    const previous = scan.hits.at(-1);
    if (previous && previous.owner === hit.owner && hit.from <= previous.to)
      previous.to = Math.max(previous.to, hit.to);
    else scan.hits.push(hit);
  }

  #lookUp(table: TagTable, units: Uint16Array, from: number, length: number): number {
    this.#sip.hash(units, from, length);
    return table.find(this.#sip.low, this.#sip.high);
  }
}

const PUBLIC_WINDOWS: ReadonlySet<string> = new Set(
  PUBLIC_TEXT.map((text) => foldUnits(unitsOf(text))).flatMap((units) =>
    Array.from({ length: Math.max(0, units.length - WINDOW + 1) }, (_, from) => window(units, from)),
  ),
);

function window(units: Uint16Array, from: number): string {
  return String.fromCharCode(...units.subarray(from, from + WINDOW));
}

/** How many different units a window has: `------------` and `000000000000` stand everywhere. */
function distinct(units: Uint16Array, from: number): number {
  return new Set(units.subarray(from, from + WINDOW)).size;
}

/** A character beside base64 of a value holds some of its bits, as the padding marks its end. */
function withNeighbours(hit: IndexHit, scan: Scan): IndexHit {
  let { from, to } = hit;
  if (from > 0 && isBase64(scan.units[from - 1])) from -= 1;
  if (to < scan.length && isBase64(scan.units[to])) to += 1;
  while (to < scan.length && to < hit.to + 3 && scan.units[to] === 0x3d) to += 1;
  return { from, to, owner: hit.owner };
}

function isBase64(unit: number | undefined): boolean {
  return unit !== undefined && /[A-Za-z0-9+/_-]/.test(String.fromCharCode(unit));
}

function formsOfValue(value: Uint8Array): readonly Form[] {
  const text = textOf(value);
  if (text === undefined) return formsOfBytes(value);
  return piecesOf(text)
    .filter((piece) => foldUnits(unitsOf(piece)).length >= MIN_UNITS)
    .flatMap(formsOf);
}

function textOf(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(value);
  } catch {
    return undefined; // bytes that are no text, such as a raw key
  }
}
