import { Validator } from "@cfworker/json-schema";
import type { ToolDefinition } from "../../src-contract/connector.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { createBoundedRun, isOverTime } from "./bounded-run.ts";

/** What is wrong with arguments: a JSON pointer into them and a sentence. */
export interface ArgumentProblem {
  readonly path: string;
  readonly message: string;
}

/** Says what is wrong with arguments; nothing: they fit. */
export type ArgumentChecker = (
  definition: ToolDefinition,
  digest: string,
  args: JsonObject,
) => readonly ArgumentProblem[];

const MAX_PROBLEMS = 20;
const MAX_VALIDATORS = 2_000; // about 4 KiB each
const MAX_CHECK_MS = 250;

// Within these a check takes less than a millisecond; a time limit of its own would cost more.
const SMALL_SCHEMA = 16 * 1024; // characters
const SMALL_ARGUMENTS = 4 * 1024; // characters

/** Keywords with which a schema can ask for more work than its size and that of the arguments. */
const COSTLY = /"(?:pattern|patternProperties|format|uniqueItems|contains|\$ref|\$dynamicRef|\$recursiveRef)"\s*:/;

interface Known {
  readonly validator: Validator;
  readonly isCostly: boolean;
}

/**
 * Checks arguments against the tools' schemas. Interpreted, so that a hostile schema cannot become code; it follows no reference
 * out of its schema, and a check that takes too long is given up.
 *
 * @see JSON Schema 2020-12
 */
export function createArgumentChecker(): ArgumentChecker {
  const known = new Map<string, Known>();
  const run = createBoundedRun();
  return (definition, digest, args) => {
    try {
      let schema = known.get(digest);
      if (!schema) {
        if (known.size >= MAX_VALIDATORS) known.clear();
        schema = run(() => readSchema(definition), MAX_CHECK_MS);
        known.set(digest, schema);
      }
      const { validator, isCostly } = schema;
      const validate = () => validator.validate(args);
      const isSmall = !isCostly && JSON.stringify(args).length <= SMALL_ARGUMENTS;
      return problemsOf(isSmall ? validate() : run(validate, MAX_CHECK_MS));
    } catch (error) {
      // A schema that cannot be evaluated (an unknown reference, a broken pattern) fits nothing: fail closed.
      return [{ path: "", message: `The tool's schema cannot be evaluated: ${reasonOf(error)}` }];
    }
  };
}

function readSchema({ inputSchema }: ToolDefinition): Known {
  const text = JSON.stringify(inputSchema);
  // The first fault is enough: all of them would be a list as long as the arguments.
  return {
    validator: new Validator(inputSchema, "2020-12", true),
    isCostly: text.length > SMALL_SCHEMA || COSTLY.test(text),
  };
}

function problemsOf({ valid, errors }: ReturnType<Validator["validate"]>): readonly ArgumentProblem[] {
  if (valid) return [];
  // Outer errors only say that an inner one exists; the innermost ones name the field.
  const leaves = errors.filter(({ keyword }) => !OUTER.has(keyword));
  const shown = leaves.length > 0 ? leaves : errors;
  return shown
    .slice(0, MAX_PROBLEMS)
    .map((unit) => ({ path: unit.instanceLocation.replace(/^#/, ""), message: unit.error }));
}

const OUTER = new Set(["properties", "items", "allOf", "$ref", "anyOf", "oneOf"]);

function reasonOf(error: unknown): string {
  if (isOverTime(error)) return `it took too long (over ${MAX_CHECK_MS} ms).`;
  return error instanceof Error ? error.message : "unknown reason";
}
