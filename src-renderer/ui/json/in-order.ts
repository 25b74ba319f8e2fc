import type { JsonValue } from "./json.ts";

/**
 * The same value with the members of every object in the order of canonical JSON, by UTF-16 code units: what the digest is made of.
 *
 * @see RFC 8785 §3.2.3
 */
export function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(inOrder);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, inOrder(member)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
