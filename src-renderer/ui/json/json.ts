/** A JSON value, as the components show and edit it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A place inside a value: keys and indexes from the root. */
export type JsonPath = readonly (string | number)[];

/** One string per path, for sets and keys. */
export function pathKey(path: JsonPath): string {
  return JSON.stringify(path);
}

/** The paths whose values differ, down to the deepest place that holds the whole difference. */
export function changedPaths(before: JsonValue, after: JsonValue, path: JsonPath = []): readonly string[] {
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [old, now] = [new Map(entriesOf(before)), new Map(entriesOf(after))];
    const keys = new Set([...old.keys(), ...now.keys()]);
    return [...keys].flatMap((key) => {
      const [a, b] = [old.get(key), now.get(key)];
      return a === undefined || b === undefined ? [pathKey([...path, key])] : changedPaths(a, b, [...path, key]);
    });
  }
  return before === after ? [] : [pathKey(path)];
}

type Container = readonly JsonValue[] | { readonly [key: string]: JsonValue };

export function isContainer(value: JsonValue): value is Container {
  return typeof value === "object" && value !== null;
}

export function entriesOf(value: Container): readonly (readonly [string | number, JsonValue])[] {
  return isList(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
