import type { JsonValue } from "../../../ui/json/json.ts";

/**
 * The same value with the members of every object in the order of canonical JSON, by UTF-16 code units: what the digest is made of.
 *
 * @see RFC 8785 §3.2.3
 */
export function inCanonicalOrder(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(inCanonicalOrder);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, inCanonicalOrder(member)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
