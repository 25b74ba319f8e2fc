import type { JsonValue } from "../json/json.ts";
import { ANY_TEXT, LEAST_NUMBER, type Condition, type ConditionTest } from "./condition.ts";
import type { ConditionRow } from "./condition-rows.ts";

export type RowProblem = "empty" | "not-a-number" | "upside-down" | "not-json";

/** What the rows say, or what is wrong with which of them. */
export type ReadRows = {
  readonly conditions: Condition[];
  readonly problems: ReadonlyMap<string, RowProblem>;
  /** An argument may be anything or missing, so that nothing can be said about the others either. */
  readonly hasFree: boolean;
};

/** Turns what was typed into conditions. */
export function readRows(rows: readonly ConditionRow[]): ReadRows {
  const conditions: Condition[] = [];
  const problems = new Map<string, RowProblem>();
  for (const row of rows) {
    if (row.kind === "free") continue;
    const test = testOf(row);
    if (typeof test === "string") problems.set(row.path, test);
    else conditions.push({ path: row.path, test });
  }
  return { conditions, problems, hasFree: rows.some(({ kind }) => kind === "free") };
}

function testOf(row: ConditionRow): ConditionTest | RowProblem {
  switch (row.kind) {
    case "equals":
      return equalsTest(row);
    case "prefix":
      return row.text === "" ? "empty" : { kind: "prefix", prefix: row.text };
    case "glob":
      return row.text === "" ? "empty" : { kind: "glob", glob: row.text };
    case "range":
      return rangeTest(row.min.trim(), row.max.trim());
    case "one-of":
      return listTest(row);
    case "present":
      return presentTest(row);
    case "free":
      throw new Error("internal: nothing is asked of a free argument");
  }
}

function equalsTest(row: ConditionRow): ConditionTest | RowProblem {
  if (row.value !== undefined) return { kind: "equals", value: row.value };
  const typed = valueOf(row, row.text);
  return "problem" in typed ? typed.problem : { kind: "equals", value: typed.value };
}

function rangeTest(min: string, max: string): ConditionTest | RowProblem {
  if (min === "" && max === "") return "empty";
  const ends = [min, max].map((text) => (text === "" ? null : Number(text)));
  const [least = null, most = null] = ends;
  if (ends.some((end) => end !== null && !Number.isFinite(end))) return "not-a-number";
  if (least !== null && most !== null && least > most) return "upside-down";
  return { kind: "range", min: least, max: most };
}

function listTest(row: ConditionRow): ConditionTest | RowProblem {
  const lines = row.text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return "empty";
  const values: JsonValue[] = [];
  for (const line of lines) {
    const typed = valueOf(row, line);
    if ("problem" in typed) return typed.problem;
    values.push(typed.value);
  }
  return { kind: "one-of", values };
}

function presentTest({ type }: ConditionRow): ConditionTest {
  if (type === "text") return { kind: "glob", glob: ANY_TEXT };
  return type === "number"
    ? { kind: "range", min: LEAST_NUMBER, max: null }
    : { kind: "one-of", values: [true, false] };
}

type Typed = { readonly value: JsonValue } | { readonly problem: RowProblem };

/** One typed value, as the argument takes it. */
function valueOf({ type }: ConditionRow, text: string): Typed {
  if (type === "text") return { value: text };
  if (text.trim() === "") return { problem: "empty" };
  if (type === "number") return Number.isFinite(Number(text)) ? { value: Number(text) } : { problem: "not-a-number" };
  try {
    const value = JSON.parse(text) as JsonValue; // JSON parses to nothing else.
    return { value };
  } catch {
    return { problem: "not-json" }; // What was typed is at fault, and the row says so.
  }
}
