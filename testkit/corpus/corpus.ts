/** The labelled corpus for redaction: texts with one secret each, and texts with none, made up from a seed. */
import { createSeededRandom, type SeededRandom } from "../seeded-random.ts";
import {
  HELD_OUT_NAMED_CONTEXTS,
  HELD_OUT_SHAPE_CONTEXTS,
  TUNED_NAMED_CONTEXTS,
  TUNED_SHAPE_CONTEXTS,
  type Context,
} from "./contexts.ts";
import { HELD_OUT_NEGATIVES } from "./held-out-negatives.ts";
import * as heldOut from "./held-out.ts";
import { named, placed, type Sample, type Templates } from "./sample.ts";
import * as tuned from "./tuned.ts";
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

/** How often each template is written. */
interface Rounds {
  readonly rounds: number;
}

const PLAIN: Context = { name: "alone", text: "{}" };
const WITH_LINES: Context = { name: "between lines", text: "first line\n{}\nlast line" };

/** The part that rules may be tuned on. */
export function tunedCorpus(seed: number, { rounds }: Rounds = { rounds: 3 }): Corpus {
  const random = createSeededRandom(seed);
  return {
    positives: [
      ...shapes("shape", tuned.TUNED_SHAPES, TUNED_SHAPE_CONTEXTS, rounds, random),
      ...shapes("invented", tuned.TUNED_INVENTED, TUNED_SHAPE_CONTEXTS, rounds, random),
      ...names("named", tuned.TUNED_NAMES, tuned.TUNED_VALUES, TUNED_NAMED_CONTEXTS, random),
      ...names("chosen", tuned.TUNED_PASSWORD_NAMES, tuned.TUNED_CHOSEN, TUNED_NAMED_CONTEXTS, random),
      ...[tuned.TUNED_PLACES, tuned.TUNED_NETWORK, tuned.TUNED_PERSONAL].flatMap((templates, index) =>
        shapes(["place", "network", "personal"][index] ?? "", templates, [PLAIN, WITH_LINES], rounds, random),
      ),
    ],
    negatives: harmless(tuned.TUNED_NEGATIVES, rounds * 2, random),
  };
}

/** The part that nothing is tuned on. */
export function heldOutCorpus(seed: number, { rounds }: Rounds = { rounds: 3 }): Corpus {
  const random = createSeededRandom(seed);
  return {
    positives: [
      ...shapes("shape", heldOut.HELD_OUT_SHAPES, HELD_OUT_SHAPE_CONTEXTS, rounds, random),
      ...shapes("invented", heldOut.HELD_OUT_INVENTED, HELD_OUT_SHAPE_CONTEXTS, rounds, random),
      ...names("named", heldOut.HELD_OUT_NAMES, heldOut.HELD_OUT_VALUES, HELD_OUT_NAMED_CONTEXTS, random),
      ...names("chosen", heldOut.HELD_OUT_PASSWORD_NAMES, heldOut.HELD_OUT_CHOSEN, HELD_OUT_NAMED_CONTEXTS, random),
      ...[heldOut.HELD_OUT_PLACES, heldOut.HELD_OUT_NETWORK, heldOut.HELD_OUT_PERSONAL].flatMap((templates, index) =>
        shapes(["place", "network", "personal"][index] ?? "", templates, [PLAIN, WITH_LINES], rounds, random),
      ),
    ],
    negatives: harmless(HELD_OUT_NEGATIVES, rounds * 2, random),
  };
}

function shapes(
  group: string,
  templates: Templates,
  contexts: readonly Context[],
  rounds: number,
  random: SeededRandom,
): Sample[] {
  return Object.entries(templates).flatMap(([kind, list]) =>
    list.flatMap((template) =>
      contexts.flatMap((around) =>
        Array.from({ length: rounds }, () => placed(`${group}/${kind}`, template, around, random)),
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

function harmless(templates: Templates, rounds: number, random: SeededRandom): Harmless[] {
  return Object.entries(templates).flatMap(([group, list]) =>
    list.flatMap((template) => Array.from({ length: rounds }, () => ({ group, text: write(template, random) }))),
  );
}
