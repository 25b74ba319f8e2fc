/** Longer texts match no glob but `**`: what takes too long to look at is asked about. */
export const MAX_GLOB_TEXT = 4_096; // With a glob of 1,024 characters at worst 4 million steps, some 100 ms.

type Step =
  | { readonly kind: "one"; readonly char: string }
  | { readonly kind: "any-one" | "star"; readonly not: string }
  | { readonly kind: "double-star" };

const SLASHES = "/\\";
/** What ends a part of an address, as a slash does: with it the rest of a glob could be put where it means nothing. */
const ENDS_PART = `${SLASHES}?#@`;

/** Tells whether a text matches, whole. */
export type GlobTest = (text: string) => boolean;

/**
 * Reads a glob: `*` is anything but a slash of either kind, `**` is anything, `?` is one character but no such slash; every other character
 * is itself. In a glob of addresses (`://`) `*` and `?` are no question mark, number sign or at sign either: `https://*.example.com/**` is of
 * that domain, and not of `https://evil.net#.example.com/`.
 *
 * The text is read once, with all places in the glob where one could be: the time is bounded by the product of both lengths, whatever
 * the glob.
 */
export function compileGlob(glob: string): GlobTest {
  const steps = stepsOf(glob);
  if (steps.length === 1 && steps[0]?.kind === "double-star") return () => true; // Anything, of any length.
  return (text) => text.length <= MAX_GLOB_TEXT && matches(steps, text);
}

function stepsOf(glob: string): readonly Step[] {
  const steps: Step[] = [];
  const not = glob.includes("://") ? ENDS_PART : SLASHES;
  for (const [part] of glob.matchAll(/\*+|[^*]/gsu)) {
    if (part === "*") steps.push({ kind: "star", not });
    else if (part.startsWith("*")) steps.push({ kind: "double-star" });
    else if (part === "?") steps.push({ kind: "any-one", not });
    else steps.push({ kind: "one", char: part });
  }
  return steps;
}

function matches(steps: readonly Step[], text: string): boolean {
  let places = closure(steps, [0]);
  for (const char of text) {
    const next: number[] = [];
    for (const place of places) {
      const step = steps[place];
      if (step !== undefined && takes(step, char)) next.push(isStar(step) ? place : place + 1);
    }
    places = closure(steps, next);
    if (places.length === 0) return false;
  }
  return places.includes(steps.length);
}

/** With the places that are reached without reading anything: a star may stand for nothing. In order, each once. */
function closure(steps: readonly Step[], places: readonly number[]): readonly number[] {
  const all: number[] = [];
  for (let place of places) {
    for (;;) {
      // In order, so that what is there already is at the end.
      if ((all.at(-1) ?? -1) < place) all.push(place);
      const step = steps[place];
      if (step === undefined || !isStar(step)) break;
      place += 1;
    }
  }
  return all;
}

function isStar({ kind }: Step): boolean {
  return kind === "star" || kind === "double-star";
}

function takes(step: Step, char: string): boolean {
  switch (step.kind) {
    case "one":
      return step.char === char;
    case "any-one":
    case "star":
      return !step.not.includes(char);
    case "double-star":
      return true;
  }
}
