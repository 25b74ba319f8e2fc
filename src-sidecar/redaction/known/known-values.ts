import { createHmac, hkdfSync } from "node:crypto";
import { base64Runs, decodeRun, isTextual, type Run } from "./base64-runs.ts";
import { hexStretches, undoByteLists, undoHex, undoHexDump } from "./byte-runs.ts";
import { undoEscapes } from "./escapes.ts";
import { shownRef } from "../placeholder.ts";
import type { Stretch } from "./stretches.ts";
import { ValueIndex, type SharedIndex } from "./value-index.ts";
import { type View, ViewBuilder } from "./view.ts";

/** Where a learned value stands in a text. */
export interface KnownMatch {
  readonly start: number;
  readonly end: number;
  readonly ref: string;
}

/** What recognizes the values of the vault in a text. */
export interface KnownSource {
  /** Whether a placeholder may name this: the credential, as placeholders show it, has a value. */
  isShown(shown: string): boolean;
  /**
   * All places where a value stands, in any of its encodings, in no particular order.
   *
   * @param source The text as it was read once for all who search it.
   */
  match(source: SourceText): readonly KnownMatch[];
}

/** What is known, in memory that threads share: keyed hashes and names. */
export interface SharedKnown {
  readonly index: SharedIndex;
  /** The names, each with its number in the index; those of former values, too. */
  readonly refs: readonly (readonly [number, string])[];
}

/** The values of the vault, so that they can be recognized and never read back. */
export interface KnownValues extends KnownSource {
  /**
   * Learns a value under the name of its credential. What that name stood for before stays known, too: calls that carry it may still be
   * answered, and its issuer may still honour it. The same value again costs nothing.
   *
   * Of a value of 12 or more characters every part of 12 is recognized, of 8 to 11 the whole; shorter ones can not be.
   */
  learn(ref: string, value: Uint8Array): void;
  forget(ref: string): void;
  clear(): void;
  readonly size: number;
  /** The names that are learned. */
  refs(): Iterable<string>;
  /** Goes up with every change. */
  readonly version: number;
  share(): SharedKnown;
}

/** Knows what another thread learned, and learns nothing itself. */
export interface KnownReader extends KnownSource {
  take(shared: SharedKnown): void;
}

const MAX_OWNERS = 0x7fff;
const MAX_FORMER = 8; // values that one name stood for before
const MAX_LAYERS = 3;
const SHORTEST = 8;
/** The shortest hex dump or list of bytes that holds a value. */
const SHORTEST_LIST = 16;
const NONE: readonly KnownMatch[] = [];
const NO_RUNS: readonly Run[] = [];

/** A text, its units, and its runs of base64. */
export interface SourceText {
  readonly text: string;
  /** At least as many as the text has. */
  readonly units: Uint16Array;
  readonly runs: readonly Run[];
}

/** The views that a layer is undone into, used again for every text. */
interface Views {
  readonly escapes: ViewBuilder;
  readonly hex: ViewBuilder;
}

function newViews(): Views {
  return { escapes: new ViewBuilder(), hex: new ViewBuilder() };
}

/** @param key Random, of this session only; at least 16 bytes. */
export function createKnownValues(key: Uint8Array): KnownValues {
  return new IndexedValues(key);
}

/** @param key The one that the values were learned under. */
export function readKnownValues(key: Uint8Array): KnownReader {
  return new IndexedValues(key);
}

class IndexedValues implements KnownValues, KnownReader {
  readonly #key: Uint8Array;
  readonly #owners = new Map<string, number>();
  readonly #former = new Map<string, readonly number[]>();
  #refs = new Map<number, string>();
  /** Tells whether a value is the one that was learned already. */
  readonly #tags = new Map<string, string>();
  readonly #views: readonly Views[] = Array.from({ length: MAX_LAYERS }, newViews);
  #index: ValueIndex;
  #version = 0;
  #shown: { readonly version: number; readonly names: ReadonlySet<string> } = { version: 0, names: new Set() };

  constructor(key: Uint8Array) {
    if (key.byteLength < 16) throw new Error("internal: key of known values is too short");
    this.#key = Uint8Array.from(key);
    this.#index = emptyIndex(this.#key);
  }

  get size(): number {
    return this.#owners.size;
  }

  refs(): Iterable<string> {
    return this.#owners.keys();
  }

  get version(): number {
    return this.#version;
  }

  isShown(shown: string): boolean {
    if (this.#shown.version !== this.#version)
      this.#shown = { version: this.#version, names: new Set([...this.#refs.values()].map(shownRef)) };
    return this.#shown.names.has(shown);
  }

  share(): SharedKnown {
    return { index: this.#index.share(), refs: [...this.#refs] };
  }

  take({ index, refs }: SharedKnown): void {
    this.#version += 1;
    this.#index.take(index);
    this.#refs = new Map(refs);
  }

  learn(ref: string, value: Uint8Array): void {
    const tag = createHmac("sha256", this.#key).update(value).digest("base64");
    if (this.#tags.get(ref) === tag) return;
    this.#version += 1;
    this.#supersede(ref);
    this.#tags.set(ref, tag);
    const owner = this.#freeOwner();
    this.#owners.set(ref, owner);
    this.#refs.set(owner, ref);
    this.#index.add(owner, value);
  }

  forget(ref: string): void {
    const owner = this.#owners.get(ref);
    if (owner === undefined) return;
    this.#version += 1;
    for (const one of [owner, ...(this.#former.get(ref) ?? [])]) this.#remove(one);
    this.#owners.delete(ref);
    this.#former.delete(ref);
    this.#tags.delete(ref);
  }

  /** The present value of a name becomes a former one; the oldest former ones give way. */
  #supersede(ref: string): void {
    const owner = this.#owners.get(ref);
    if (owner === undefined) return;
    const former = [...(this.#former.get(ref) ?? []), owner];
    for (const one of former.splice(0, Math.max(0, former.length - MAX_FORMER))) this.#remove(one);
    this.#former.set(ref, former);
  }

  #remove(owner: number): void {
    this.#index.remove(owner);
    this.#refs.delete(owner);
  }

  clear(): void {
    this.#version += 1;
    this.#owners.clear();
    this.#former.clear();
    this.#refs.clear();
    this.#tags.clear();
    this.#index = emptyIndex(this.#key);
  }

  match({ text, units, runs }: SourceText): readonly KnownMatch[] {
    if (this.#refs.size === 0 || text.length < SHORTEST) return NONE;
    const matches: KnownMatch[] = [];
    const top: Layer = { units, length: text.length, view: undefined, parent: undefined, depth: 0 };
    const hex = hexStretches(units, text.length);
    this.#searchLayer(top, runs, matches, hex);
    if (text.length < SHORTEST_LIST) return matches;
    for (const view of [undoHexDump(text, hex), undoByteLists(text, units)]) {
      if (view) this.#searchLayer(below(top, view, MAX_LAYERS), NO_RUNS, matches);
    }
    return matches;
  }

  #searchLayer(layer: Layer, runs: readonly Run[], matches: KnownMatch[], hex?: readonly Stretch[]): void {
    const { units, length, depth } = layer;
    for (const hit of this.#index.search(units, length)) {
      const [start, end] = toText(layer, hit.from, hit.to);
      matches.push({ start, end, ref: this.#refs.get(hit.owner) ?? "" });
    }
    if (depth >= MAX_LAYERS) return;
    const views = this.#views[depth] ?? newViews();
    undoEscapes(units, length, views.escapes);
    if (views.escapes.length > 0) this.#searchBelow(layer, views.escapes, depth + 1, matches);
    undoHex(units, hex ?? hexStretches(units, length), views.hex);
    if (views.hex.length > 0) this.#searchBelow(layer, views.hex, depth + 1, matches);
    for (const run of runs) this.#searchRun(layer, run, matches);
  }

  #searchBelow(parent: Layer, view: View, depth: number, matches: KnownMatch[]): void {
    const runs = depth < MAX_LAYERS ? base64Runs(view.units, view.length) : NO_RUNS;
    this.#searchLayer(below(parent, view, depth), runs, matches);
  }

  #searchRun(layer: Layer, run: Run, matches: KnownMatch[]): void {
    for (let phase = 0; phase < 4; phase += 1) {
      const view = decodeRun(run, phase);
      const depth = isTextual(view) ? Math.max(layer.depth + 1, MAX_LAYERS - 1) : MAX_LAYERS;
      this.#searchBelow(layer, view, depth, matches);
    }
  }

  #freeOwner(): number {
    for (let owner = 1; owner <= MAX_OWNERS; owner += 1) if (!this.#refs.has(owner)) return owner;
    throw new Error("internal: too many known values");
  }
}

/** A text or what is left of it after some encodings were undone. */
interface Layer {
  readonly units: Uint16Array;
  readonly length: number;
  readonly view: View | undefined;
  readonly parent: Layer | undefined;
  readonly depth: number;
}

function below(parent: Layer, view: View, depth: number): Layer {
  return { units: view.units, length: view.length, view, parent, depth };
}

function toText(layer: Layer, from: number, to: number): [number, number] {
  if (!layer.view || !layer.parent) return [from, to];
  return toText(layer.parent, layer.view.from(from), layer.view.to(to - 1));
}

function emptyIndex(key: Uint8Array): ValueIndex {
  const part = (info: string): Uint8Array =>
    new Uint8Array(hkdfSync("sha256", key, "", `gatehouse redaction ${info}`, 16));
  return new ValueIndex(part("filter"), part("tag"));
}
