import type { Json, JsonObject } from "../../base/canonical-json.ts";

/** Deeper JSON than this is refused: what walks it later may do so by recursion. */
const MAX_JSON_DEPTH = 128;

/** True for a JSON object. `value` must come from `JSON.parse`, which makes nothing but JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether arrays and objects are nested no deeper than `maxDepth`. Walks without recursion. */
export function isShallow(value: unknown, maxDepth = MAX_JSON_DEPTH): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== "object" || one === null) continue;
      for (const member of Array.isArray(one) ? one : Object.values(one)) {
        if (typeof member === "object" && member !== null) next.push(member);
      }
    }
    level = next;
  }
  return true;
}
