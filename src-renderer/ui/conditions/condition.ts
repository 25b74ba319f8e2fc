import type { JsonValue } from "../json/json.ts";

/** What the value of one argument must be. In a glob `*` is anything but a slash, `**` anything, `?` one character but a slash; the sidecar says the rest. */
export type ConditionTest =
  | { readonly kind: "equals"; readonly value: JsonValue }
  | { readonly kind: "prefix"; readonly prefix: string }
  | { readonly kind: "glob"; readonly glob: string }
  | { readonly kind: "range"; readonly min: number | null; readonly max: number | null }
  | { readonly kind: "one-of"; readonly values: JsonValue[] };

/** A test of the argument at a JSON pointer. */
export type Condition = { readonly path: string; readonly test: ConditionTest };

/** What may stand in arguments that no condition covers. */
export type Others = "any" | "none";

/** Holds for every text. */
export const ANY_TEXT = "**";
/** Below every number that JSON can carry. */
export const LEAST_NUMBER = -Number.MAX_VALUE;

/** The names on the way of a JSON pointer. */
export function namesOf(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON pointer to what lies at these names. @see RFC 6901 */
export function pointerOf(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
