import type { JsonValue } from "../json/json.ts";
import { inOrder } from "../json/in-order.ts";
import type { ConditionTest } from "./condition.ts";

/** Whether a value passes a test, to tell a person early; what counts is what the sidecar finds. */
export function fitsTest(test: ConditionTest, value: JsonValue): boolean {
  switch (test.kind) {
    case "equals":
      return isSame(test.value, value);
    case "prefix":
      return typeof value === "string" && value.startsWith(test.prefix);
    case "glob":
      return typeof value === "string" && matchesGlob(test.glob, value);
    case "range":
      return (
        typeof value === "number" &&
        (test.min === null || value >= test.min) &&
        (test.max === null || value <= test.max)
      );
    case "one-of":
      return test.values.some((one) => isSame(one, value));
  }
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

type Token = { readonly kind: "one" | "some" | "all" } | { readonly kind: "is"; readonly character: string };

/** Walks all ways through the glob at once, so that no text makes it slow. */
export function matchesGlob(glob: string, text: string): boolean {
  const tokens = tokensOf(glob);
  let places = withSkips(tokens, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === undefined || !accepts(token, character)) continue;
      next.add(token.kind === "some" || token.kind === "all" ? place : place + 1);
    }
    places = withSkips(tokens, next);
    if (places.size === 0) return false;
  }
  return places.has(tokens.length);
}

function tokensOf(glob: string): readonly Token[] {
  return (glob.match(/\*\*|\*|\?|[^*?]/gsu) ?? []).map((piece): Token => {
    if (piece === "**") return { kind: "all" };
    if (piece === "*") return { kind: "some" };
    return piece === "?" ? { kind: "one" } : { kind: "is", character: piece };
  });
}

/** A star may stand for nothing. */
function withSkips(tokens: readonly Token[], places: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(places);
  for (const place of all) {
    const kind = tokens[place]?.kind;
    if (kind === "some" || kind === "all") all.add(place + 1);
  }
  return all;
}

function accepts(token: Token, character: string): boolean {
  switch (token.kind) {
    case "is":
      return token.character === character;
    case "some":
    case "one":
      return character !== "/";
    case "all":
      return true;
  }
}
