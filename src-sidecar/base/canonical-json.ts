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
  // By hand and into one text: every call is digested, more than once.
  let text = "";
  if (isArray(value)) {
    for (const member of value) text += `${text === "" ? "" : ","}${canonicalJson(member)}`;
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function sortedKeys(value: JsonObject): readonly string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.sort();
  return keys;
}

/** SHA-256 of the canonical form, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return hash("sha256", canonicalJson(value), "hex");
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
