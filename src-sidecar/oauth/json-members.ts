/** A JSON object of a peer, of which nothing is known yet. */
export type Members = Readonly<Record<string, unknown>>;

/** Reads a text as a JSON object; null for anything else. */
export function parseMembers(text: string): Members | null {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return null; // Not JSON: the caller says what that means where it happens.
  }
}

/** A value as a JSON object; null for anything else. */
export function membersOf(value: unknown): Members | null {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Members) : null; // Members of a JSON object are unknown, which is what the type says.
}

/** A text that is there; null where it is absent, `null`, empty or something else. */
export function textOf(members: Members, name: string): string | null {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A number, also where it is written as a text; null where it is none. */
export function numberOf(members: Members, name: string): number | null {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && /^\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : null;
}

/** The texts of a list; null where there is no list. */
export function textsOf(members: Members, name: string): readonly string[] | null {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : null;
}

/** What is at a path of names joined by dots. */
export function valueAt(members: Members, path: string): unknown {
  let found: unknown = members;
  for (const name of path.split(".")) {
    const inside = membersOf(found);
    if (inside === null || !Object.hasOwn(inside, name)) return undefined;
    found = inside[name];
  }
  return found;
}
