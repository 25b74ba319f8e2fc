import { isUnseen } from "../text/reveal-text.ts";
import type { JsonValue } from "./json.ts";

/** JSON to edit as text: indented, and every character that would not be seen written as an escape. Parses back to the same value. */
export function editableJson(value: JsonValue): string {
  return [...JSON.stringify(value, null, 2)]
    .map((character) => (isUnseen(character) ? escaped(character) : character))
    .join("");
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return `\\u${unit.toString(16).padStart(4, "0")}`;
  }).join("");
}
