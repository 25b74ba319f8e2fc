import { Validator, type Schema } from "@cfworker/json-schema";
import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidatorType } from "@rjsf/utils";
import type { JsonValue } from "../json/json.ts";
import { checkValue } from "./check-value.ts";
import type { JsonSchema } from "./schema.ts";

/** The validator RJSF asks. It interprets schemas; nothing is compiled, so it runs where `eval` is forbidden. */
export const rjsfValidator: ValidatorType<unknown, RJSFSchema> = {
  validateFormData(formData, schema) {
    const errors = problems(schema, formData);
    return { errors, errorSchema: toErrorSchema(errors) };
  },
  isValid(schema, formData, rootSchema) {
    try {
      const { $defs, definitions } = rootSchema;
      const whole = { ...($defs && { $defs }), ...(definitions && { definitions }), ...schema };
      // The two libraries describe the same JSON Schema and differ only in how strictly they type its optional members.
      return new Validator(whole as Schema, "2020-12").validate(formData).valid;
    } catch {
      // A schema that cannot be read fits nothing; RJSF then keeps the option that was chosen.
      return false;
    }
  },
  rawValidation: () => ({ errors: [] }),
};

function problems(schema: RJSFSchema, value: unknown): RJSFValidationError[] {
  if (value === undefined) return [];
  // Both are JSON: the schema came from one and only `titledOptions` touched it; the value is what `SchemaForm` was given, edited.
  return checkValue(schema as JsonSchema, value as JsonValue).map(({ path, message }) => ({
    message,
    property: path.map((part) => `['${String(part).replaceAll("'", "\\'")}']`).join(""),
    stack: message,
  }));
}
