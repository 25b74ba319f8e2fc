import type { JsonValue } from "../json/json.ts";

/** A JSON Schema as it came from a tool: untrusted, and only ever read through these two functions. */
export type JsonSchema = { readonly [key: string]: JsonValue };

/** The value as a schema object, or none when it is `true`, `false` or no schema at all. */
export function asSchema(value: JsonValue | undefined): JsonSchema | undefined {
  return typeof value === "object" && value !== null && !isArray(value) ? value : undefined;
}

/** The value as a list of schema objects; what is none is left out. */
export function asSchemas(value: JsonValue | undefined): readonly JsonSchema[] {
  return isArray(value) ? value.map(asSchema).filter((item) => item !== undefined) : [];
}

function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** What a local reference points to, such as `#/$defs/Point`; none for anything else. */
export function resolveRef(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (!ref.startsWith("#/")) return undefined;
  let at: JsonValue | undefined = root;
  for (const part of ref.slice(2).split("/")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    const schema = asSchema(at);
    at = schema !== undefined && Object.hasOwn(schema, key) ? schema[key] : undefined;
  }
  return asSchema(at);
}
