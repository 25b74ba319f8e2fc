import { Validator, type OutputUnit } from "@cfworker/json-schema";
import { t } from "../messages/ui.ts";
import { isContainer, isList, type JsonPath, type JsonValue } from "../json/json.ts";
import { asSchema, resolveRef, type JsonSchema } from "./schema.ts";

export type Problem = { readonly path: JsonPath; readonly message: string };

/** Keywords that only report that something inside them failed; the inner report is the useful one. */
const WRAPPERS = new Set([
  "properties",
  "items",
  "$ref",
  "allOf",
  "prefixItems",
  "additionalProperties",
  "if",
  "dependentSchemas",
  "propertyNames",
]);

/**
 * What a tool's schema has against a value, each at its place and in words. Without `eval`.
 *
 * For the eye of the person only: the sidecar checks again before anything is sent. A schema that cannot be read here finds nothing.
 */
export function checkValue(schema: JsonSchema, value: JsonValue): readonly Problem[] {
  try {
    const { errors } = new Validator({ ...schema }, "2020-12", false).validate(value);
    return leaves(errors).flatMap((unit) => problemsOf(unit, schema, value));
  } catch {
    return [];
  }
}

function leaves(units: readonly OutputUnit[]): readonly OutputUnit[] {
  // What fails inside a choice is the business of the option that was meant; the choice itself is reported once.
  const choices = units.filter((unit) => unit.keyword === "oneOf" || unit.keyword === "anyOf");
  return units.filter(
    (unit) =>
      !WRAPPERS.has(unit.keyword) &&
      !choices.some((choice) => unit !== choice && unit.keywordLocation.startsWith(`${choice.keywordLocation}/`)),
  );
}

function problemsOf(unit: OutputUnit, schema: JsonSchema, value: JsonValue): readonly Problem[] {
  const path = parsePointer(unit.instanceLocation);
  const rule = ruleAt(schema, unit.keywordLocation);
  if (unit.keyword !== "required" || !Array.isArray(rule)) return [{ path, message: messageOf(unit.keyword, rule) }];
  const given = valueAt(value, path);
  const has = (name: string): boolean => given !== undefined && isContainer(given) && Object.hasOwn(given, name);
  return rule
    .filter((name) => typeof name === "string")
    .filter((name) => !has(name))
    .map((name) => ({ path: [...path, name], message: t("schema.required") }));
}

function messageOf(keyword: string, rule: JsonValue | undefined): string {
  const limit = typeof rule === "number" ? rule : 0;
  switch (keyword) {
    case "type":
      return t("schema.type", { type: ruleWords(rule) });
    case "enum":
    case "const":
      return t("schema.enum");
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
      return t(`schema.${keyword}`, { limit });
    case "minimum":
    case "exclusiveMinimum":
      return t("schema.minimum", { limit });
    case "maximum":
    case "exclusiveMaximum":
      return t("schema.maximum", { limit });
    case "oneOf":
    case "anyOf":
      return t("schema.choice");
    case "false":
      return t("schema.unknownField");
    default:
      return t("schema.other", { rule: keyword });
  }
}

function ruleWords(rule: JsonValue | undefined): string {
  if (rule === undefined || !isContainer(rule)) return String(rule);
  return isList(rule) ? rule.map(ruleWords).join(", ") : JSON.stringify(rule);
}

function parsePointer(pointer: string): JsonPath {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function ruleAt(root: JsonSchema, location: string): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const part of parsePointer(location)) {
    if (at === undefined || !isContainer(at)) return undefined;
    const next: JsonValue | undefined = valueAt(at, [part]);
    at = part === "$ref" && typeof next === "string" ? resolveRef(root, next) : next;
  }
  return at;
}

function valueAt(value: JsonValue, path: JsonPath): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const part of path) {
    if (at === undefined || !isContainer(at)) return undefined;
    at = isList(at) ? at[Number(part)] : asSchema(at)?.[part];
  }
  return at;
}
