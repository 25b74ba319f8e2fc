import { hash } from "node:crypto";
import type { Json, JsonObject } from "../../src-contract/values.ts";

export type { Json, JsonObject };

/**
 * Serializes a JSON value so that equal values give equal bytes: members sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them.
 *
 * Undefined members are left out. A lone surrogate is written as its escape, so two different strings never meet.
 *
 * @throws {TypeError} for a number that JSON cannot carry (NaN, infinities).
 * @see RFC 8785 §3.2
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("JSON cannot carry this number");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

/** SHA-256 of the canonical form, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return hash("sha256", canonicalJson(value), "hex");
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
