import { isContainer, isList, type JsonValue } from "../json/json.ts";
import { pointerOf } from "./condition.ts";

/** What kind of value an argument takes, as far as a condition is concerned. */
export type FieldType = "text" | "number" | "flag" | "other";

/** `present`: any value of its type, but one. `free`: anything, or nothing at all. */
export type RowKind = "equals" | "prefix" | "glob" | "range" | "one-of" | "present" | "free";

/** One argument and what a person says about it; texts are as typed. */
export type ConditionRow = {
  readonly path: string;
  readonly names: readonly string[];
  readonly type: FieldType;
  /** The value in the call that the rows were made from. */
  readonly value?: JsonValue | undefined;
  readonly kind: RowKind;
  /** Prefix, glob, one value a line, or the value that it must equal. */
  readonly text: string;
  readonly min: string;
  readonly max: string;
};

const DEEPEST = 4;
/** As many conditions as a shape may have. */
const MOST_ROWS = 64;

const KINDS: Readonly<Record<FieldType, readonly RowKind[]>> = {
  text: ["equals", "prefix", "glob", "one-of", "present", "free"],
  number: ["equals", "range", "one-of", "present", "free"],
  flag: ["equals", "present", "free"],
  other: ["equals", "free"],
};

/** What can be said about a value of this type. */
export function kindsFor(type: FieldType): readonly RowKind[] {
  return KINDS[type];
}

/** A row for each argument of a call, each exactly as it is: the narrowest shape there is. */
export function rowsOfArguments(value: JsonValue): readonly ConditionRow[] {
  return leavesOf(value, []).slice(0, MOST_ROWS);
}

function leavesOf(value: JsonValue, names: readonly string[]): readonly ConditionRow[] {
  if (names.length < DEEPEST && isContainer(value) && !isList(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, child]) => leavesOf(child, [...names, name]));
  }
  if (names.length === 0) return [];
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [{ ...emptyRow(names, typeOf(value)), value, kind: "equals", text }];
}

/** A row for each argument that a tool's schema names, nothing said about any. */
export function rowsOfSchema(schema: JsonValue): readonly ConditionRow[] {
  return schemaRows(schema, []).slice(0, MOST_ROWS);
}

function schemaRows(schema: JsonValue | undefined, names: readonly string[]): readonly ConditionRow[] {
  const properties = member(schema, "properties");
  if (properties === undefined || names.length >= DEEPEST || !isContainer(properties) || isList(properties)) {
    return names.length === 0 ? [] : [emptyRow(names, schemaType(member(schema, "type")))];
  }
  return Object.entries(properties).flatMap(([name, child]) => schemaRows(child, [...names, name]));
}

function emptyRow(names: readonly string[], type: FieldType): ConditionRow {
  return { path: pointerOf(names), names, type, kind: "free", text: "", min: "", max: "" };
}

function typeOf(value: JsonValue): FieldType {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "flag" : "other";
}

function schemaType(type: JsonValue | undefined): FieldType {
  if (type === "string") return "text";
  if (type === "number" || type === "integer") return "number";
  return type === "boolean" ? "flag" : "other";
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value !== undefined && isContainer(value) && !isList(value) ? value[name] : undefined;
}
