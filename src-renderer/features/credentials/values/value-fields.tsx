import { authFields, type AuthField, type AuthType } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";
import { fieldHint, fieldLabel } from "../words.ts";
import type { TypedProblems } from "./typed-problems.ts";
import type { ValueFields as Fields } from "./use-value-fields.ts";

export type ValueFieldsProps = {
  readonly authType: AuthType;
  /** Fields that have a value: left empty they keep it. */
  readonly kept: readonly string[];
  readonly fields: Fields;
  readonly problems: TypedProblems;
};

/** One field for each part of the auth material. What is set is shown as redacted, whatever it is. */
export function ValueFields({ authType, kept, fields, problems }: ValueFieldsProps) {
  return authFields[authType].map((field) => (
    <OneField
      key={`${authType} ${field.name}`}
      authType={authType}
      field={field}
      isKept={kept.includes(field.name)}
      fields={fields}
      problem={problems[field.name]}
    />
  ));
}

type OneFieldProps = {
  readonly authType: AuthType;
  readonly field: AuthField;
  readonly isKept: boolean;
  readonly fields: Fields;
  readonly problem: string | undefined;
};

function OneField({ authType, field: { name, isSecret }, isKept, fields, problem }: OneFieldProps) {
  const hints = [fieldHint(name), isKept ? t("field.kept") : undefined].filter((hint) => hint !== undefined);
  const placeholder = isKept ? t("detail.redacted") : undefined;
  return (
    <Field label={fieldLabel(authType, name)} error={problem} hint={hints.length === 0 ? undefined : hints.join(" ")}>
      {isSecret ? (
        <PasswordInput ref={fields.refFor(name)} placeholder={placeholder} />
      ) : (
        <Input
          value={fields.plain[name] ?? ""}
          onChange={(value) => fields.setPlain(name, value)}
          isMono
          placeholder={placeholder}
          maxLength={8192}
        />
      )}
    </Field>
  );
}
