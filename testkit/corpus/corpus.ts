/** The labelled corpus for redaction: texts with one secret each, and texts with none, made up from a seed. */
import { createSeededRandom, type SeededRandom } from "../seeded-random.ts";
import { BROAD_NETWORK, BROAD_PLACES } from "./broad.ts";
import { BROAD_NEGATIVES } from "./broad-negatives.ts";
import {
  TUNED_NAMED_CONTEXTS,
  TUNED_SHAPE_CONTEXTS,
  WIDE_NAMED_CONTEXTS,
  WIDE_SHAPE_CONTEXTS,
  type Context,
} from "./contexts.ts";
import * as heldOut from "./held-out.ts";
import { named, placed, type Sample, type Templates } from "./sample.ts";
import * as tuned from "./tuned.ts";
import { WIDE_NEGATIVES } from "./wide-negatives.ts";
import * as wide from "./wide.ts";
import { write } from "./writing.ts";

/** A text without a secret. */
export interface Harmless {
  readonly group: string;
  readonly text: string;
}

export interface Corpus {
  readonly positives: readonly Sample[];
  readonly negatives: readonly Harmless[];
}

/** One part of the corpus, as templates. */
interface Source {
  readonly shapes: Templates;
  readonly invented: Templates;
  readonly values: Templates;
  readonly chosen: Templates;
  readonly names: readonly string[];
  readonly passwordNames: readonly string[];
  /** Secrets in places of their own. */
  readonly places: Readonly<Record<"place" | "network" | "personal", Templates>>;
  readonly shapeContexts: readonly Context[];
  readonly namedContexts: readonly Context[];
  readonly negatives: Templates;
}

const TUNED: Source = {
  shapes: tuned.TUNED_SHAPES,
  invented: tuned.TUNED_INVENTED,
  values: tuned.TUNED_VALUES,
  chosen: tuned.TUNED_CHOSEN,
  names: tuned.TUNED_NAMES,
  passwordNames: tuned.TUNED_PASSWORD_NAMES,
  places: { place: tuned.TUNED_PLACES, network: tuned.TUNED_NETWORK, personal: tuned.TUNED_PERSONAL },
  shapeContexts: TUNED_SHAPE_CONTEXTS,
  namedContexts: TUNED_NAMED_CONTEXTS,
  negatives: tuned.TUNED_NEGATIVES,
};

const WIDE: Source = {
  shapes: wide.WIDE_SHAPES,
  invented: wide.WIDE_INVENTED,
  values: wide.WIDE_VALUES,
  chosen: wide.WIDE_CHOSEN,
  names: wide.WIDE_NAMES,
  passwordNames: wide.WIDE_PASSWORD_NAMES,
  places: { place: wide.WIDE_PLACES, network: wide.WIDE_NETWORK, personal: wide.WIDE_PERSONAL },
  shapeContexts: WIDE_SHAPE_CONTEXTS,
  namedContexts: WIDE_NAMED_CONTEXTS,
  negatives: WIDE_NEGATIVES,
};

/** Places and harmless texts only. */
const BROAD: Source = {
  shapes: {},
  invented: {},
  values: {},
  chosen: {},
  names: [],
  passwordNames: [],
  places: { place: BROAD_PLACES, network: BROAD_NETWORK, personal: {} },
  shapeContexts: [],
  namedContexts: [],
  negatives: BROAD_NEGATIVES,
};

const HELD_OUT: Source = {
  shapes: heldOut.HELD_OUT_SHAPES,
  invented: heldOut.HELD_OUT_INVENTED,
  values: heldOut.HELD_OUT_VALUES,
  chosen: heldOut.HELD_OUT_CHOSEN,
  names: heldOut.HELD_OUT_NAMES,
  passwordNames: heldOut.HELD_OUT_PASSWORD_NAMES,
  places: { place: heldOut.HELD_OUT_PLACES, network: heldOut.HELD_OUT_NETWORK, personal: heldOut.HELD_OUT_PERSONAL },
  shapeContexts: heldOut.HELD_OUT_SHAPE_CONTEXTS,
  namedContexts: heldOut.HELD_OUT_NAMED_CONTEXTS,
  negatives: heldOut.HELD_OUT_NEGATIVES,
};

/** How often each template is written, per context. */
const ROUNDS = 3;

/** The part that rules may be tuned on. */
export function tunedCorpus(seed: number): Corpus {
  const parts = [TUNED, WIDE, BROAD].map((source, index) => corpusOf(source, seed + index));
  return {
    positives: parts.flatMap(({ positives }) => positives),
    negatives: parts.flatMap(({ negatives }) => negatives),
  };
}

/** The part that is written after the rules. */
export function heldOutCorpus(seed: number): Corpus {
  return corpusOf(HELD_OUT, seed);
}

function corpusOf(source: Source, seed: number): Corpus {
  const random = createSeededRandom(seed);
  return {
    positives: [
      ...shapes("shape", source.shapes, source.shapeContexts, random),
      ...shapes("invented", source.invented, source.shapeContexts, random),
      ...names("named", source.names, source.values, source.namedContexts, random),
      ...names("chosen", source.passwordNames, source.chosen, source.namedContexts, random),
      ...Object.entries(source.places).flatMap(([group, templates]) =>
        shapes(group, templates, [PLAIN, WITH_LINES], random),
      ),
    ],
    negatives: harmless(source.negatives, random),
  };
}

const PLAIN: Context = { name: "alone", text: "{}" };
const WITH_LINES: Context = { name: "between lines", text: "first line\n{}\nlast line" };

function shapes(group: string, templates: Templates, contexts: readonly Context[], random: SeededRandom): Sample[] {
  return Object.entries(templates).flatMap(([kind, list]) =>
    list.flatMap((template) =>
      contexts.flatMap((around) =>
        Array.from({ length: ROUNDS }, () => placed(`${group}/${kind}`, template, around, random)),
      ),
    ),
  );
}

function names(
  group: string,
  list: readonly string[],
  values: Templates,
  contexts: readonly Context[],
  random: SeededRandom,
): Sample[] {
  return contexts.flatMap((around) =>
    list.flatMap((name) =>
      Object.entries(values).flatMap(([kind, templates]) =>
        templates.map((template) => named(`${group}/${kind}`, name, template, around, random)),
      ),
    ),
  );
}

function harmless(templates: Templates, random: SeededRandom): Harmless[] {
  return Object.entries(templates).flatMap(([group, list]) =>
    list.flatMap((template) => Array.from({ length: 2 * ROUNDS }, () => ({ group, text: write(template, random) }))),
  );
}
