import { FOLD_EXACT, foldUnits, unitsOf } from "./fold.ts";
import { formsOf, formsOfBytes, type Form } from "./forms.ts";
import { PUBLIC_TEXT, piecesOf } from "./pieces.ts";
import { STRIDE, unitWords, WindowFilter } from "./rolling.ts";
import { SipHash } from "./siphash.ts";
import { Surroundings } from "./surroundings.ts";
import { TagTable, type SharedTags } from "./tag-table.ts";

/** From this length any part of this length is found; below it, down to `MIN_UNITS`, only the whole value is. */
const WINDOW = 12;
const MIN_UNITS = 8;
const PACKED = 0x8000;
const OWNER_MASK = 0x7fff;

/** Part of the text that a value was found in: units `from` to `to` (exclusive) of what was scanned. */
export interface IndexHit {
  from: number;
  to: number;
  readonly owner: number;
}

/** One search: what is searched and what was found. */
interface Scan {
  readonly units: Uint16Array;
  readonly length: number;
  readonly hits: IndexHit[];
}

/** What an index knows, in memory that threads share. */
export interface SharedIndex {
  readonly windows: SharedTags;
  readonly shorts: SharedTags;
  readonly filters: readonly [window: Uint8Array, short: Uint8Array, head: Uint8Array];
  readonly shortLengths: readonly number[];
}

/**
 * All windows of all learned values, as keyed 64-bit tags behind a rolling-hash filter. Nothing in it can be read back.
 *
 * Whoever reads this process's memory has the key too, and can test guesses of twelve characters; he can not enumerate values.
 */
export class ValueIndex {
  readonly #sip: SipHash;
  readonly #windowFilter: WindowFilter;
  readonly #windows = new TagTable();
  readonly #shortFilter: WindowFilter;
  /** The first `MIN_UNITS` of each short value. */
  readonly #headFilter: WindowFilter;
  readonly #shorts = new TagTable();
  readonly #near = new Surroundings();
  #shortLengths: readonly number[] = [];

  constructor(filterKey: Uint8Array, tagKey: Uint8Array) {
    const words = unitWords(filterKey);
    this.#windowFilter = new WindowFilter(words, 4);
    this.#shortFilter = new WindowFilter(words, 7);
    this.#headFilter = new WindowFilter(words, 4);
    this.#sip = new SipHash(tagKey);
  }

  /** @param owner 1 to 32,767. The copies of the value that are made here are wiped. */
  add(owner: number, value: Uint8Array): void {
    for (const { units, isPacked } of formsOfValue(value)) {
      const number = isPacked ? owner | PACKED : owner;
      const folded = foldUnits(units);
      const exact = foldUnits(units, FOLD_EXACT);
      if (folded.length >= WINDOW) this.#addWindows(number, folded);
      else if (folded.length >= MIN_UNITS) this.#addShort(number, folded, exact);
      for (const copy of [units, folded, exact]) copy.fill(0);
    }
  }

  remove(owner: number): void {
    this.#windows.removeWhere((number) => (number & OWNER_MASK) === owner);
    this.#shorts.removeWhere((number) => (number & OWNER_MASK) === owner);
  }

  share(): SharedIndex {
    return {
      windows: this.#windows.share(),
      shorts: this.#shorts.share(),
      filters: [this.#windowFilter.share(), this.#shortFilter.share(), this.#headFilter.share()],
      shortLengths: this.#shortLengths,
    };
  }

  /** Reads from now on what an index with the same keys shared. */
  take({ windows, shorts, filters: [window, short, head], shortLengths }: SharedIndex): void {
    this.#windows.take(windows);
    this.#shorts.take(shorts);
    this.#windowFilter.take(window);
    this.#shortFilter.take(short);
    this.#headFilter.take(head);
    this.#shortLengths = shortLengths;
  }

  /** Searches the first `length` units. */
  search(units: Uint16Array, length: number): readonly IndexHit[] {
    if (this.#windows.size + this.#shorts.size === 0 || length < MIN_UNITS) return [];
    const scan: Scan = { units, length, hits: [] };
    this.#windowFilter.search(units, length, (last) => this.#tryWindows(scan, last));
    if (this.#shorts.size > 0) this.#shortFilter.search(units, length, (last) => this.#tryShorts(scan, last));
    return scan.hits;
  }

  #addWindows(number: number, units: Uint16Array): void {
    const isTelling = (from: number): boolean => distinct(units, from) > 3 && !isPublic(units, from);
    const starts = Array.from({ length: units.length - WINDOW + 1 }, (_, from) => from);
    const telling = starts.filter(isTelling);
    this.#windowFilter.add(units);
    for (const from of telling.length > 0 ? telling : starts) {
      this.#sip.hash(units, from, WINDOW);
      this.#windows.add(this.#sip.low, this.#sip.high, number);
    }
  }

  #addShort(number: number, folded: Uint16Array, units: Uint16Array): void {
    this.#shortFilter.add(folded);
    this.#headFilter.add(folded.subarray(0, MIN_UNITS));
    this.#sip.hash(units, 0, units.length);
    this.#shorts.add(this.#sip.low, this.#sip.high, number);
    this.#shortLengths = [...new Set([...this.#shortLengths, units.length])].sort((left, right) => right - left);
  }

  /** Each window of twelve is tried at a look of the filter that falls on one of its last four units. */
  #tryWindows(scan: Scan, last: number): void {
    const near = this.#near;
    near.load(scan.units, scan.length, last);
    const from = Math.max(near.first, near.here - WINDOW + 1);
    for (let slot = from; slot <= near.here - WINDOW + STRIDE && slot + WINDOW - 1 <= near.last; slot += 1) {
      const number = this.#lookUp(this.#windows, near.units, slot, WINDOW);
      if (number !== 0) this.#hit(scan, slot, slot + WINDOW - 1, number);
    }
  }

  #tryShorts(scan: Scan, last: number): void {
    const near = this.#near;
    near.load(scan.units, scan.length, last);
    const longest = this.#shortLengths[0] ?? MIN_UNITS;
    const from = Math.max(near.first, near.here - longest + 1);
    for (let slot = from; slot <= near.here - this.#shortFilter.width + 1; slot += 1) {
      if (slot + MIN_UNITS - 1 <= near.last && this.#headFilter.has(near.units, slot)) this.#tryShort(scan, slot);
    }
  }

  #tryShort(scan: Scan, slot: number): void {
    const exact = this.#near.exactFrom(slot, WINDOW);
    for (const length of this.#shortLengths) {
      if (slot + length - 1 > this.#near.last) continue;
      const number = this.#lookUp(this.#shorts, exact, 0, length);
      if (number === 0) continue;
      this.#hit(scan, slot, slot + length - 1, number);
      return;
    }
  }

  #hit(scan: Scan, first: number, last: number, number: number): void {
    const plain = {
      from: this.#near.placeOf(first),
      to: this.#near.placeOf(last) + 1,
      owner: number & OWNER_MASK,
    };
    const hit = (number & PACKED) === 0 ? plain : withNeighbours(plain, scan);
    const previous = scan.hits.at(-1);
    if (previous && previous.owner === hit.owner && hit.from <= previous.to && hit.from >= previous.from)
      previous.to = Math.max(previous.to, hit.to);
    else scan.hits.push(hit);
  }

  #lookUp(table: TagTable, units: Uint16Array, from: number, length: number): number {
    this.#sip.hash(units, from, length);
    return table.find(this.#sip.low, this.#sip.high);
  }
}

/** Windows of what everybody knows, by their first unit. */
const PUBLIC_WINDOWS: ReadonlyMap<number, readonly Uint16Array[]> = publicWindows();

function publicWindows(): ReadonlyMap<number, readonly Uint16Array[]> {
  const windows = new Map<number, Uint16Array[]>();
  for (const units of PUBLIC_TEXT.map((text) => foldUnits(unitsOf(text)))) {
    for (let from = 0; from + WINDOW <= units.length; from += 1) {
      const window = units.subarray(from, from + WINDOW);
      windows.set(window[0] ?? 0, [...(windows.get(window[0] ?? 0) ?? []), window]);
    }
  }
  return windows;
}

/** Compared unit by unit: no string holds a part of a value. */
function isPublic(units: Uint16Array, from: number): boolean {
  const windows = PUBLIC_WINDOWS.get(units[from] ?? 0) ?? [];
  return windows.some((window) => window.every((unit, index) => unit === units[from + index]));
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
