import { Validator, type Schema } from "@cfworker/json-schema";
import type { RJSFSchema, ValidatorType } from "@rjsf/utils";

/**
 * The validator RJSF asks which option of a choice a value fits. It interprets schemas; nothing is compiled, so it runs where
 * `eval` is forbidden. What is wrong with a value is found by `checkValue` and handed to the form from outside.
 */
export const rjsfValidator: ValidatorType<unknown, RJSFSchema> = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
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
};
