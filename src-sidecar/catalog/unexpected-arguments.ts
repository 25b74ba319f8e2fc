import type { Json, JsonObject } from "../base/canonical-json.ts";

const MAX_PATHS = 20;
const MAX_STEPS = 20_000; // a few milliseconds; a schema and arguments made to be slow are looked at in part

/**
 * Arguments that a schema does not name, as JSON pointers, at most 20 and the outermost first. A schema allows them unless it says
 * otherwise, so that they pass its check; but a server that speaks of `sidenote` in a description and not in the schema asks for what nobody
 * reviewed.
 *
 * Where a schema says what other members look like (`additionalProperties`, `patternProperties`), any name is expected. Pure.
 */
export function unexpectedArguments(schema: JsonObject, args: JsonObject): readonly string[] {
  const walk = new Walk(schema);
  walk.visitAll(args);
  return walk.paths;
}

/** A value on the way, with all schemas that speak of it: what is named by any of them is expected. */
interface Place {
  readonly value: Json;
  readonly schemas: readonly Json[];
  readonly path: string;
}

class Walk {
  readonly paths: string[] = [];
  readonly #root: JsonObject;
  readonly #open: Place[] = [];
  #steps = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** Level by level: a long list must not hide what stands beside it. */
  visitAll(args: JsonObject): void {
    this.#open.push({ value: args, schemas: [this.#root], path: "" });
    for (let at = 0; at < this.#open.length && !this.#isOver(); at += 1) {
      const place = this.#open[at];
      if (place) this.#visit(place);
    }
  }

  #visit({ value, schemas, path }: Place): void {
    if (typeof value !== "object" || value === null) return;
    const speaking = this.#expand(schemas);
    if (isList(value)) {
      const items = speaking.flatMap((one) => [one["items"], ...listOf(one["prefixItems"])]).filter(isPresent);
      for (const [index, item] of value.entries()) {
        if (items.length === 0 || this.#isOver()) return;
        this.#open.push({ value: item, schemas: items, path: `${path}/${index}` });
      }
    } else if (speaking.some(hasMembers)) {
      for (const [name, member] of Object.entries(value)) {
        if (this.#isOver(speaking.length)) return;
        this.#visitMember(member, name, { speaking, path });
      }
    }
  }

  #visitMember(value: Json, name: string, parent: { speaking: readonly JsonObject[]; path: string }): void {
    const path = `${parent.path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const named = parent.speaking.map((one) => ownMember(one["properties"], name)).filter(isPresent);
    const schemas = named.length > 0 ? named : parent.speaking.flatMap(schemasOfOthers);
    if (schemas.length > 0) this.#open.push({ value, schemas, path });
    else this.paths.push(path);
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
      for (const part of partsOf(next)) open.push(part);
      const referred = this.#referred(next["$ref"]);
      if (referred !== undefined) open.push(referred);
    }
    return [...found];
  }

  /** What a reference within the schema leads to. Nothing is fetched. */
  #referred(ref: Json | undefined): Json | undefined {
    if (typeof ref !== "string" || !ref.startsWith("#")) return undefined;
    if (ref === "#") return this.#root;
    let at: Json | undefined = this.#root;
    for (const name of ref.slice(2).split("/")) at = ownMember(at, name.replaceAll("~1", "/").replaceAll("~0", "~"));
    return at;
  }
}

/** Schemas that hold for the same value. One by one: a list of them can be longer than a call may have arguments. */
function* partsOf(schema: JsonObject): Generator<Json> {
  yield* listOf(schema["allOf"]);
  yield* listOf(schema["anyOf"]);
  yield* listOf(schema["oneOf"]);
  for (const part of [schema["if"], schema["then"], schema["else"]]) if (part !== undefined) yield part;
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

function ownMember(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return isList(value) ? value[Number(name)] : value[name];
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
