import type { Json, JsonObject } from "../../base/canonical-json.ts";
import { isJsonObject } from "./json-shape.ts";

const MARK = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const TYPES: readonly unknown[] = ["string", "integer", "boolean"];
/** Where a schema may hold other schemas that do not stand for one certain argument. */
const ELSEWHERE =
  "items prefixItems contains additionalProperties unevaluatedProperties unevaluatedItems propertyNames patternProperties dependentSchemas oneOf anyOf allOf not if then else $defs definitions".split(
    " ",
  );

/** An argument that the server wants repeated in a header. */
export interface ParamHeader {
  readonly path: readonly string[];
  readonly name: string;
}

/**
 * Finds the arguments that a tool's schema marks with `x-mcp-header`.
 *
 * @returns null if a mark stands where none may stand: the tool must then not be offered over HTTP.
 * @see MCP 2026-07-28, Streamable HTTP, "Custom headers from tool parameters"
 */
export function paramHeadersOf(inputSchema: JsonObject): readonly ParamHeader[] | null {
  const found: ParamHeader[] = [];
  return visit(inputSchema, [], found) && areDistinct(found) ? found : null;
}

/** The headers for one call. What is absent, or is no plain value, gets none. */
export function paramHeaders(marks: readonly ParamHeader[], input: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, name } of marks) {
    const text = textOf(
      path.reduce<Json | undefined>((node, key) => (isJsonObject(node) ? node[key] : undefined), input),
    );
    if (text !== null)
      headers[`Mcp-Param-${name}`] = isPlain(text) ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
  }
  return headers;
}

function visit(schema: Json | undefined, path: readonly string[], found: ParamHeader[]): boolean {
  if (!isJsonObject(schema)) return true;
  if (Object.hasOwn(schema, MARK)) {
    const name = schema[MARK];
    if (path.length === 0 || typeof name !== "string" || !TOKEN.test(name) || !TYPES.includes(schema["type"]))
      return false;
    found.push({ path, name });
  }
  const properties = schema["properties"];
  if (isJsonObject(properties)) {
    for (const [key, child] of Object.entries(properties)) if (!visit(child, [...path, key], found)) return false;
  }
  return ELSEWHERE.every((keyword) => !holdsMark(schema[keyword]));
}

/** `items` and the like hold a schema, a list of them or a map of them; all are the same to a search. */
function holdsMark(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonObject(value) && typeof value[MARK] === "string") return true;
  return Object.values(value).some((member: Json) => holdsMark(member));
}

function areDistinct(found: readonly ParamHeader[]): boolean {
  return new Set(found.map(({ name }) => name.toLowerCase())).size === found.length;
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && (Number.isSafeInteger(value) || value % 1 !== 0)))
    return String(value);
  return null;
}

function isPlain(text: string): boolean {
  return /^[\t\x20-\x7e]+$/.test(text) && text === text.trim() && !/^=\?base64\?.*\?=$/.test(text);
}
