import type { Json } from "../base/canonical-json.ts";

/** What happens to the strings of a JSON value. `name` is the member that a leaf belongs to, also through arrays. */
export interface StringVisitor {
  text(value: string, path: Path, name: string | undefined): string;
  number(value: number, path: Path, name: string | undefined): Json;
  key(value: string, path: Path): string;
  /** What becomes of a part that is nested too deep to be walked. */
  tooDeep(value: Json, path: Path): Json;
}

/** Where the walk stands. Written out as a JSON pointer only when somebody asks. */
export class Path {
  readonly #steps: (string | number)[] = [];

  get depth(): number {
    return this.#steps.length;
  }

  enter(step: string | number): void {
    this.#steps.push(step);
  }

  leave(): void {
    this.#steps.pop();
  }

  pointer(): string {
    return this.#steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  }
}

/** Deeper parts are not walked but given to `tooDeep`. */
const MAX_DEPTH = 400;
/** Shorter numbers are no secrets. */
const LEAST_NUMBER = 1000;

/** Walks a JSON value and returns it with all strings visited; parts in which nothing changed stay the same objects. */
export function mapStrings(value: Json, visitor: StringVisitor): Json {
  return walk(value, visitor, new Path(), undefined);
}

function walk(value: Json, visitor: StringVisitor, path: Path, name: string | undefined): Json {
  if (typeof value === "string") return visitor.text(value, path, name);
  if (typeof value === "number") return Math.abs(value) < LEAST_NUMBER ? value : visitor.number(value, path, name);
  if (value === null || typeof value !== "object") return value;
  if (path.depth >= MAX_DEPTH) return visitor.tooDeep(value, path);
  return isArray(value) ? walkArray(value, visitor, path, name) : walkObject(value, visitor, path, name);
}

/** A value of the vault has at least this many bytes. */
const LEAST_BYTES = 8;

/** A list of bytes, as `Buffer.toJSON` and many languages write them, as the text that a finder reads; undefined when it is none. */
function byteListOf(value: readonly Json[]): string | undefined {
  if (value.length < LEAST_BYTES || !value.every(isByte)) return undefined;
  return value.map(String).join(",");
}

function isByte(value: Json): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

function walkArray(value: readonly Json[], visitor: StringVisitor, path: Path, name: string | undefined): Json {
  const bytes = byteListOf(value);
  if (bytes !== undefined) {
    const mapped = visitor.text(bytes, path, name);
    return mapped === bytes ? value : [mapped];
  }
  let changed: Json[] | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index] ?? null;
    path.enter(index);
    const mapped = walk(item, visitor, path, name);
    path.leave();
    if (mapped !== item && !changed) changed = value.slice(0, index);
    changed?.push(mapped);
  }
  return changed ?? value;
}

const VALUE_KEY = /^(?:value|plaintext)$/i;

/** A member `value` is named by its sibling `name` or `key`, or by what holds the object. */
function nameOfValue(value: { readonly [key: string]: Json }, outer: string | undefined): string | undefined {
  const sibling = value["name"] ?? value["key"] ?? value["Name"] ?? value["Key"];
  return typeof sibling === "string" ? sibling : outer;
}

function walkObject(
  value: { readonly [key: string]: Json },
  visitor: StringVisitor,
  path: Path,
  name: string | undefined,
): Json {
  let changed: Map<string, Json> | undefined;
  const keys = Object.keys(value);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    const member = value[key] ?? null;
    const safeKey = visitor.key(key, path);
    path.enter(safeKey);
    const mapped = walk(member, visitor, path, VALUE_KEY.test(key) ? nameOfValue(value, name) : key);
    path.leave();
    if (!changed && (safeKey !== key || mapped !== member)) changed = membersBefore(value, keys, index);
    changed?.set(freeName(changed, safeKey), mapped);
  }
  return changed ? Object.fromEntries(changed) : value;
}

function membersBefore(
  value: { readonly [key: string]: Json },
  keys: readonly string[],
  end: number,
): Map<string, Json> {
  return new Map(keys.slice(0, end).map((key) => [key, value[key] ?? null]));
}

/** Two keys may become one placeholder; the later one is numbered so that no member is lost. */
function freeName(used: ReadonlyMap<string, Json>, key: string): string {
  let name = key;
  for (let copy = 2; used.has(name); copy += 1) name = `${key}~${copy}`;
  return name;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
