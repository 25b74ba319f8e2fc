import type { ArgumentCondition, ArgumentTest, CallShape } from "../../src-contract/gate.ts";
import { canonicalJson, type Json, type JsonObject } from "../base/canonical-json.ts";
import { compileGlob } from "./glob.ts";

/** Tells the pointer of the first argument that does not fit a shape; null: all fit. */
export type ShapeTest = (args: JsonObject) => string | null;

/** Reads the conditions of a shape once, for every call that is held against them. */
export function compileShape({ conditions, others }: Pick<CallShape, "conditions" | "others">): ShapeTest {
  const tests = conditions.map((condition) => ({ ...readCondition(condition), path: condition.path }));
  const named = placesOf(tests.map(({ steps }) => steps));
  return (args) => {
    for (const { steps, path, fits } of tests) {
      const value = valueAt(args, steps);
      if (value === undefined || !fits(value)) return path;
    }
    return others === "any" ? null : unnamedIn(args, named, "");
  };
}

interface ReadCondition {
  readonly steps: readonly string[];
  readonly fits: (value: Json) => boolean;
}

function readCondition({ path, test }: ArgumentCondition): ReadCondition {
  const steps = path
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { steps, fits: compileTest(test) };
}

function compileTest(test: ArgumentTest): (value: Json) => boolean {
  switch (test.kind) {
    case "equals":
      return equalsOneOf([test.value]);
    case "one-of":
      return equalsOneOf(test.values);
    case "prefix":
      return (value) => typeof value === "string" && begins(test.prefix, value) && goesUpLike(test.prefix, value);
    case "glob": {
      const matches = compileGlob(test.glob);
      return (value) => typeof value === "string" && matches(value) && goesUpLike(test.glob, value);
    }
    case "range": {
      const { min, max } = test;
      return (value) => typeof value === "number" && (min === null || value >= min) && (max === null || value <= max);
    }
  }
}

const WRITTEN_DOT = /%2e/gi;
const WRITTEN_SLASH = /%(?:2f|5c)/gi;
const WRITTEN_PERCENT = /%25/g;
/** What some readers leave out or stop at: addresses lose their line breaks and tabs, names of files their spaces and what follows a NUL. */
const UNREAD = /[\u0000-\u0020\u007f]|%(?:[01][\da-f]|20|7f)/gi;
/** Two dots that stand for the folder above, as paths, addresses and servers with parameters in paths know them. */
const UP = /(?<=^|[/\\])\.\.(?=$|[/\\?#;])/g;
const MAX_WRITTEN = 3; // times that a percent sign is written as one; what is written so more often is never meant well

const ANYTHING = "**";

/** Whether a text goes up no more often than the pattern that it fits: `/srv/data/../../etc` does not lie in `/srv/data/`. */
function goesUpLike(pattern: string, text: string): boolean {
  return pattern === ANYTHING || stepsUp(text) <= stepsUp(pattern);
}

/** How often a text goes up for the one among its possible readers who sees most of it. */
function stepsUp(text: string): number {
  if (!/\.|%|[^\0-\x7f]/.test(text)) return 0;
  let read = text.normalize("NFKC"); // Full-width dots and slashes are dots and slashes to some.
  for (let round = 0; read.includes("%25"); round++) {
    if (round === MAX_WRITTEN) return Infinity;
    read = read.replaceAll(WRITTEN_PERCENT, "%");
  }
  read = read.replaceAll(UNREAD, "").replaceAll(WRITTEN_DOT, ".").replaceAll(WRITTEN_SLASH, "/");
  return read.match(UP)?.length ?? 0;
}

/** An address that ends within the name of its host. */
const HOST = /^[a-z][a-z\d+.-]*:\/\/[^/\\?#]+$/i;

/** Whether a text begins as was said. A host is named whole: `https://api.example.com` is not `https://api.example.com.evil.net`. */
function begins(prefix: string, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  return !HOST.test(prefix) || /^(?:$|[/?#])/.test(text.slice(prefix.length, prefix.length + 1));
}

function equalsOneOf(values: readonly Json[]): (value: Json) => boolean {
  const allowed = new Set(values.map(canonicalJson));
  return (value) => allowed.has(canonicalJson(value));
}

/** What stands at a pointer: members by their own names only, items by their number. */
function valueAt(root: Json, steps: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of steps) {
    if (isList(value)) value = /^(?:0|[1-9]\d{0,9})$/.test(step) ? value[Number(step)] : undefined;
    else if (isObject(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/** The places that conditions name. A place without places below it is one that a condition covers, with all that it holds. */
interface Places {
  isCovered: boolean;
  readonly below: Map<string, Places>;
}

function placesOf(paths: readonly (readonly string[])[]): Places {
  const root: Places = { isCovered: false, below: new Map() };
  for (const steps of paths) {
    let place = root;
    for (const step of steps) {
      const next: Places = place.below.get(step) ?? { isCovered: false, below: new Map() };
      place.below.set(step, next);
      place = next;
    }
    place.isCovered = true;
  }
  return root;
}

/** The pointer of the first argument that no condition covers. */
function unnamedIn(value: JsonObject | readonly Json[], { below }: Places, path: string): string | null {
  for (const [name, member] of Object.entries<Json>({ ...value })) {
    const place = below.get(name);
    const at = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (place === undefined) return at;
    if (place.isCovered) continue;
    // Conditions stand below it, and hold: it is an object or a list.
    const unnamed = isObject(member) || isList(member) ? unnamedIn(member, place, at) : at;
    if (unnamed !== null) return unnamed;
  }
  return null;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
