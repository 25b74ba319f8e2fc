import { jsonLanguage } from "@codemirror/lang-json";
import type { JsonValue } from "./json.ts";

export type ParsedJson =
  | { readonly kind: "value"; readonly value: JsonValue }
  /** Where the text stops being JSON: an offset, and the same as line and column from 1. */
  | { readonly kind: "invalid"; readonly at: number; readonly line: number; readonly column: number };

/** Reads JSON text, or says where it stops being JSON. */
export function parseJson(text: string): ParsedJson {
  try {
    // JSON.parse returns JSON values only.
    return { kind: "value", value: JSON.parse(text) as JsonValue };
  } catch {
    // The engine's message names no stable place; the grammar does.
    return placeOf(text, firstError(text));
  }
}

function firstError(text: string): number {
  let at: number | undefined;
  jsonLanguage.parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) at ??= node.from;
      return at === undefined;
    },
  });
  return at ?? text.length;
}

function placeOf(text: string, at: number): ParsedJson {
  const before = text.slice(0, at).split("\n");
  return { kind: "invalid", at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
