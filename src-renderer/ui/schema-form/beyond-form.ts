import { isContainer, isList, type JsonValue } from "../json/json.ts";
import { asSchema, asSchemas, resolveRef, type JsonSchema } from "./schema.ts";

/** Keywords whose effect a form cannot show beside the fields they govern. */
const UNSHOWABLE = [
  "allOf",
  "if",
  "not",
  "patternProperties",
  "prefixItems",
  "additionalItems",
  "dependencies",
  "dependentSchemas",
  "$dynamicRef",
  "$recursiveRef",
  "contentEncoding",
];
const SCALARS = ["string", "number", "integer", "boolean"];
const MAX_DEPTH = 5;

type Place = { readonly root: JsonSchema; readonly refs: readonly string[]; readonly depth: number };

/**
 * Whether a form would hide or bend something: an argument without a field, a value of another type than its field, a rule
 * it cannot show. Then the arguments are edited as JSON instead.
 */
export function isBeyondForm(schema: JsonSchema, value: JsonValue): boolean {
  return isBeyond(schema, value, { root: schema, refs: [], depth: 0 });
}

function isBeyond(schema: JsonSchema, value: JsonValue | undefined, place: Place): boolean {
  const ref = schema["$ref"];
  if (typeof ref === "string") {
    const target = resolveRef(place.root, ref);
    if (target === undefined || place.refs.includes(ref)) return true;
    return isBeyond(target, value, { ...place, refs: [...place.refs, ref] });
  }
  if (place.depth > MAX_DEPTH || UNSHOWABLE.some((keyword) => keyword in schema)) return true;
  const options = [...asSchemas(schema["oneOf"]), ...asSchemas(schema["anyOf"])];
  if (options.length > 0) return isChoiceBeyond(schema, options, value, place);
  if (Array.isArray(schema["enum"])) return value !== undefined && isContainer(value);
  const deeper = { ...place, depth: place.depth + 1 };
  if (schema["type"] === "object") return isObjectBeyond(schema, value, deeper);
  if (schema["type"] === "array") return isArrayBeyond(schema, value, deeper);
  return typeof schema["type"] !== "string" || !SCALARS.includes(schema["type"]) || !isScalarAt(schema["type"], value);
}

function isChoiceBeyond(
  schema: JsonSchema,
  options: readonly JsonSchema[],
  value: JsonValue | undefined,
  place: Place,
): boolean {
  // A choice with fields of its own beside it would show the shared ones twice.
  if ("properties" in schema || ("oneOf" in schema && "anyOf" in schema)) return true;
  const fits = options.filter((option) => !isBeyond(withNull(option), value, place));
  return fits.length === 0 || options.some((option) => isBeyond(withNull(option), undefined, place));
}

/** `null` is a choice a form can show, though not a field. */
function withNull(option: JsonSchema): JsonSchema {
  return option["type"] === "null" ? { enum: [null] } : option;
}

function isObjectBeyond(schema: JsonSchema, value: JsonValue | undefined, place: Place): boolean {
  const properties = asSchema(schema["properties"]) ?? {};
  const given = value === undefined ? {} : value;
  if (!isContainer(given) || isList(given)) return true;
  const hasUnshown = Object.keys(given).some((key) => !Object.hasOwn(properties, key));
  if (hasUnshown || Object.keys(properties).length === 0) return true;
  return Object.entries(properties).some(([key, child]) => {
    const childSchema = asSchema(child);
    return (
      childSchema === undefined || isBeyond(childSchema, Object.hasOwn(given, key) ? given[key] : undefined, place)
    );
  });
}

function isArrayBeyond(schema: JsonSchema, value: JsonValue | undefined, place: Place): boolean {
  const items = asSchema(schema["items"]);
  const given = value === undefined ? [] : value;
  if (items === undefined || !isContainer(given) || !isList(given)) return true;
  return isBeyond(items, undefined, place) || given.some((item) => isBeyond(items, item, place));
}

function isScalarAt(type: string, value: JsonValue | undefined): boolean {
  if (value === undefined) return true;
  // A text field normalises carriage returns, which would change what is sent.
  if (type === "string") return typeof value === "string" && !value.includes("\r");
  return type === "boolean" ? typeof value === "boolean" : typeof value === "number";
}
