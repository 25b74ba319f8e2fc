// The package's index also loads its test registry, and with it a validator that needs `eval`.
import Form from "@rjsf/core/lib/components/Form.js";
import { ErrorSchemaBuilder, type ErrorSchema, type RJSFSchema } from "@rjsf/utils";
import { useMemo, useState } from "react";
import { Banner } from "../feedback/banner.tsx";
import { editableJson } from "../json/editable-json.ts";
import { JsonEditor } from "../json/json-editor.tsx";
import type { JsonValue } from "../json/json.ts";
import { parseJson } from "../json/parse-json.ts";
import { t } from "../messages/ui.ts";
import { isBeyondForm } from "./beyond-form.ts";
import { checkValue, type Problem } from "./check-value.ts";
import { formTemplates } from "./form-templates.tsx";
import { formWidgets } from "./form-widgets.tsx";
import { rjsfValidator } from "./rjsf-validator.ts";
import type { JsonSchema } from "./schema.ts";
import { titledOptions } from "./titled-options.ts";

export type SchemaFormProps = {
  /** The tool's input schema, untrusted. */
  readonly schema: JsonSchema;
  readonly value: JsonValue;
  /** Called with the whole value; `isValid` is false while it is no JSON or the schema refuses it. */
  readonly onChange: (value: JsonValue, isValid: boolean) => void;
  /** Accessible name: "Arguments". */
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** Edits as JSON text even where a form could. */
  readonly isRaw?: boolean | undefined;
};

// Nothing may come into the arguments that a person did not put there.
const NO_DEFAULTS = {
  emptyObjectFields: "skipDefaults",
  allOf: "skipDefaults",
  arrayMinItems: { populate: "never", mergeExtraDefaults: false },
  constAsDefaults: "never",
  requiredBooleanDefault: "skip",
} as const;

/** Edits arguments by the tool's schema. Where a form would hide or bend something, as JSON. */
export function SchemaForm({ schema, value, onChange, label, disabled, isRaw = false }: SchemaFormProps) {
  // Decided once: a form must not turn into an editor under the hands.
  const [isBeyond] = useState(() => isBeyondForm(schema, value));
  if (isRaw || isBeyond) {
    return (
      <div className="flex flex-col gap-2">
        {isBeyond && !isRaw && <Banner kind="info" title={t("form.raw")} isAnnounced={false} />}
        <RawForm schema={schema} value={value} onChange={onChange} label={label} disabled={disabled} />
      </div>
    );
  }
  return <FieldsForm schema={schema} value={value} onChange={onChange} label={label} disabled={disabled} />;
}

function FieldsForm({ schema, value, onChange, label, disabled = false }: SchemaFormProps) {
  // A schema that `isBeyondForm` let through is one RJSF can read.
  const titled = useMemo(() => titledOptions(schema) as RJSFSchema, [schema]);
  const errors = useMemo(() => errorTree(checkValue(schema, value)), [schema, value]);
  return (
    <div role="group" aria-label={label}>
      <Form<unknown, RJSFSchema>
        tagName="div"
        schema={titled}
        formData={value}
        validator={rjsfValidator}
        templates={formTemplates}
        widgets={formWidgets}
        experimental_defaultFormStateBehavior={NO_DEFAULTS}
        showErrorList={false}
        noHtml5Validate
        noValidate
        extraErrors={errors}
        disabled={disabled}
        onChange={({ formData }) => {
          if (formData === undefined) return;
          const next = withoutAbsent(formData);
          onChange(next, checkValue(schema, next).length === 0);
        }}
      >
        {NO_SUBMIT}
      </Form>
    </div>
  );
}

/** The problems in the shape RJSF hands to the fields. */
function errorTree(problems: readonly Problem[]): ErrorSchema {
  const builder = new ErrorSchemaBuilder();
  for (const { path, message } of problems) builder.addErrors(message, [...path]);
  return builder.ErrorSchema;
}

const NO_SUBMIT = <></>;

/** A field that was emptied is absent, as it is in JSON. */
function withoutAbsent(value: unknown): JsonValue {
  // Serialising drops undefined members; what remains is JSON.
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

function RawForm({ schema, value, onChange, label, disabled }: SchemaFormProps) {
  const [text, setText] = useState(() => editableJson(value));
  const problem = checkValue(schema, value)[0];
  return (
    <JsonEditor
      label={label}
      text={text}
      isReadOnly={disabled}
      error={
        problem === undefined ? undefined : t("schema.at", { path: problem.path.join(" › "), message: problem.message })
      }
      onChange={(next) => {
        setText(next);
        const parsed = parseJson(next);
        if (parsed.kind === "value") onChange(parsed.value, checkValue(schema, parsed.value).length === 0);
        else onChange(value, false);
      }}
    />
  );
}
