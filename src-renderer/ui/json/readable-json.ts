import { isContainer, isList, type JsonValue } from "./json.ts";

/**
 * JSON for reading and comparing: indented, keys in the order they came, and texts of several lines broken at each line feed.
 *
 * Not for parsing again: the breaks stand inside the quotes.
 */
export function readableJson(value: JsonValue, indent = ""): string {
  const inner = `${indent}  `;
  if (!isContainer(value)) return typeof value === "string" ? readableText(value, inner) : JSON.stringify(value);
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  const parts = isList(value)
    ? value.map((item) => readableJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${readableJson(item, inner)}`);
  return parts.length === 0
    ? open + close
    : `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function readableText(text: string, indent: string): string {
  return JSON.stringify(text).replaceAll("\\n", `\\n\n${indent}`);
}
