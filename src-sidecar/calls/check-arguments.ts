import { Validator, type Schema } from "@cfworker/json-schema";
import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { JsonObject } from "../base/canonical-json.ts";

/** What is wrong with arguments: a JSON pointer into them and a sentence. */
export interface ArgumentProblem {
  readonly path: string;
  readonly message: string;
}

const MAX_PROBLEMS = 20;
const MAX_VALIDATORS = 2_000; // about 4 KiB each

/**
 * Checks arguments against the tools' schemas. Interpreted, so that a hostile schema cannot become code; it follows no reference
 * out of its schema.
 *
 * @see JSON Schema 2020-12
 */
export function createArgumentChecker(): (
  definition: ToolDefinition,
  digest: string,
  args: JsonObject,
) => readonly ArgumentProblem[] {
  const validators = new Map<string, Validator>();
  return (definition, digest, args) => {
    let validator = validators.get(digest);
    if (!validator) {
      if (validators.size >= MAX_VALIDATORS) validators.clear();
      validator = new Validator(definition.inputSchema as Schema, "2020-12", false); // Proven by the contract: inputSchema is a JSON object.
      validators.set(digest, validator);
    }
    return problemsOf(validator, args);
  };
}

function problemsOf(validator: Validator, args: JsonObject): readonly ArgumentProblem[] {
  let result: ReturnType<Validator["validate"]>;
  try {
    result = validator.validate(args);
  } catch (error) {
    // A schema that cannot be evaluated (an unknown reference, a broken pattern) fits nothing: fail closed.
    return [
      {
        path: "",
        message: `The tool's schema cannot be evaluated: ${error instanceof Error ? error.message : "unknown reason"}`,
      },
    ];
  }
  if (result.valid) return [];
  // Outer errors only say that an inner one exists; the innermost ones name the field.
  const leaves = result.errors.filter(
    (unit) => !["properties", "items", "allOf", "$ref", "anyOf", "oneOf"].includes(unit.keyword),
  );
  const shown = leaves.length > 0 ? leaves : result.errors;
  return shown
    .slice(0, MAX_PROBLEMS)
    .map((unit) => ({ path: unit.instanceLocation.replace(/^#/, ""), message: unit.error }));
}
