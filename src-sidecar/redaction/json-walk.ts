import type { Json } from "../base/canonical-json.ts";

/** What happens to one string of a JSON value. `name` is the member it belongs to, also through arrays. */
export interface StringVisitor {
  text(value: string, path: string, name: string | undefined): string;
  /** A number, as written; only numbers long enough to be a secret are shown. */
  number(value: number, path: string, name: string | undefined): Json;
  key(value: string, path: string): string;
  /** Stands for a part that is nested too deep to be walked. */
  tooDeep(path: string): Json;
}

/** Deeper parts are replaced whole: what can not be checked is not passed. */
const MAX_DEPTH = 400;
const LEAST_NUMBER = 1000;

/** Walks a JSON value and returns it with all strings visited; parts in which nothing changed stay the same objects. */
export function mapStrings(value: Json, visitor: StringVisitor): Json {
  return walk(value, visitor, "", undefined, 0);
}

function walk(value: Json, visitor: StringVisitor, path: string, name: string | undefined, depth: number): Json {
  if (typeof value === "string") return visitor.text(value, path, name);
  if (typeof value === "number") return Math.abs(value) < LEAST_NUMBER ? value : visitor.number(value, path, name);
  if (value === null || typeof value !== "object") return value;
  if (depth >= MAX_DEPTH) return visitor.tooDeep(path);
  return isArray(value) ? walkArray(value, visitor, path, name, depth) : walkObject(value, visitor, path, depth);
}

function walkArray(
  value: readonly Json[],
  visitor: StringVisitor,
  path: string,
  name: string | undefined,
  depth: number,
): Json {
  let changed: Json[] | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index] ?? null;
    const mapped = walk(item, visitor, `${path}/${index}`, name, depth + 1);
    if (mapped !== item && !changed) changed = value.slice(0, index);
    changed?.push(mapped);
  }
  return changed ?? value;
}

function walkObject(
  value: { readonly [key: string]: Json },
  visitor: StringVisitor,
  path: string,
  depth: number,
): Json {
  const members: [string, Json][] = [];
  let isChanged = false;
  for (const key of Object.keys(value)) {
    const member = value[key] ?? null;
    const safeKey = visitor.key(key, path);
    const mapped = walk(member, visitor, `${path}/${pointerToken(safeKey)}`, key, depth + 1);
    if (safeKey !== key || mapped !== member) isChanged = true;
    members.push([safeKey, mapped]);
  }
  return isChanged ? objectOf(members) : value;
}

/** Two keys may become one placeholder; the later ones are numbered so that no member is lost. */
function objectOf(members: readonly (readonly [string, Json])[]): Json {
  const used = new Map<string, Json>();
  for (const [key, member] of members) {
    let name = key;
    for (let copy = 2; used.has(name); copy += 1) name = `${key}~${copy}`;
    used.set(name, member);
  }
  return Object.fromEntries(used);
}

function pointerToken(key: string): string {
  return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
