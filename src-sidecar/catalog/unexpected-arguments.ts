import type { Json, JsonObject } from "../base/canonical-json.ts";

const MAX_PATHS = 20;
const MAX_DEPTH = 100;
const MAX_STEPS = 20_000; // a few milliseconds; a schema and arguments made to be slow are looked at in part

/**
 * Arguments that a schema does not name, as JSON pointers, at most 20. A schema allows them unless it says otherwise, so that they pass its
 * check; but a server that speaks of `sidenote` in a description and not in the schema asks for what nobody reviewed.
 *
 * Where a schema says what other members look like (`additionalProperties`, `patternProperties`), any name is expected. Pure.
 */
export function unexpectedArguments(schema: JsonObject, args: JsonObject): readonly string[] {
  const walk = new Walk(schema);
  walk.visit(args, [schema], "");
  return walk.paths;
}

class Walk {
  readonly paths: string[] = [];
  readonly #root: JsonObject;
  #steps = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** @param schemas All that speak of this value; one that is named by any of them is expected. */
  visit(value: Json, schemas: readonly Json[], path: string, depth = 0): void {
    if (typeof value !== "object" || value === null || depth > MAX_DEPTH || this.#isOver()) return;
    const speaking = this.#expand(schemas);
    if (isList(value)) {
      const items = speaking.flatMap((one) => [one["items"], ...listOf(one["prefixItems"])]).filter(isPresent);
      if (items.length > 0)
        for (const [index, item] of value.entries()) this.visit(item, items, `${path}/${index}`, depth + 1);
      return;
    }
    if (!speaking.some(hasMembers)) return;
    for (const [name, member] of Object.entries(value)) {
      const named = speaking.flatMap((one) => ownMember(one["properties"], name));
      const others = speaking.flatMap(schemasOfOthers);
      if (this.#isOver(speaking.length)) return;
      const pointer = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (named.length > 0) this.visit(member, named, pointer, depth + 1);
      else if (others.length > 0) this.visit(member, others, pointer, depth + 1);
      else if (this.paths.length < MAX_PATHS) this.paths.push(pointer);
    }
  }

  #isOver(steps = 1): boolean {
    this.#steps += steps;
    return this.#steps > MAX_STEPS || this.paths.length >= MAX_PATHS;
  }

  /** The schemas and those that they are made of, each once. */
  #expand(schemas: readonly Json[]): readonly JsonObject[] {
    const found = new Set<JsonObject>();
    const open = [...schemas];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!isObject(next) || found.has(next) || this.#isOver()) continue;
      found.add(next);
      for (const keyword of ["allOf", "anyOf", "oneOf"]) open.push(...listOf(next[keyword]));
      for (const keyword of ["if", "then", "else"]) open.push(...[next[keyword]].filter(isPresent));
      open.push(...this.#referred(next["$ref"]));
    }
    return [...found];
  }

  /** What a reference within the schema leads to. Nothing is fetched. */
  #referred(ref: Json | undefined): readonly Json[] {
    if (typeof ref !== "string" || !ref.startsWith("#")) return [];
    const names = ref
      .slice(1)
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    let at: Json[] = [this.#root];
    for (const name of names) at = at.flatMap((one) => ownMember(one, name));
    return at;
  }
}

/** Whether a schema says anything about members. One that says nothing at all, `{}`, expects whatever comes. */
function hasMembers(schema: JsonObject): boolean {
  return isObject(schema["properties"]) || "additionalProperties" in schema || isObject(schema["patternProperties"]);
}

function schemasOfOthers(schema: JsonObject): readonly Json[] {
  const { additionalProperties: others, patternProperties: patterns } = schema;
  const isOpen = others === true || isObject(others);
  return [...(isOpen ? [others] : []), ...(isObject(patterns) ? Object.values(patterns).filter(isPresent) : [])];
}

function ownMember(value: Json | undefined, name: string): Json[] {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  const member = isList(value) ? value[Number(name)] : value[name];
  return member === undefined ? [] : [member];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPresent(value: Json | undefined): value is Json {
  return value !== undefined;
}
