import { isContainer, isList, type JsonValue } from "../json/json.ts";
import { asSchema, type JsonSchema } from "./schema.ts";

/** The schema with a title on every option of a choice, so that people choose between words and not between "Option 1" and "Option 2". */
export function titledOptions(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, titledAt(key, value)]));
}

function titledAt(key: string, value: JsonValue): JsonValue {
  if (!isContainer(value)) return value;
  if (isList(value)) {
    const isChoice = key === "oneOf" || key === "anyOf";
    return value.map((item) => (isChoice ? withTitle(titledAt("", item)) : titledAt("", item)));
  }
  return titledOptions(value);
}

function withTitle(option: JsonValue): JsonValue {
  const schema = asSchema(option);
  return schema === undefined || typeof schema["title"] === "string" ? option : { ...schema, title: titleOf(schema) };
}

function titleOf(schema: JsonSchema): string {
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  const names = Object.keys(asSchema(schema["properties"]) ?? {});
  if (names.length > 0) return names.join(", ");
  const ref = schema["$ref"];
  if (typeof ref === "string") return ref.split("/").at(-1) ?? ref;
  return typeof schema["type"] === "string" ? schema["type"] : JSON.stringify(schema["enum"] ?? schema);
}
