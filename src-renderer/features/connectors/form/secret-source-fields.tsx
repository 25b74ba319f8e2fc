import type { AuthType, CredentialId, CredentialSummary } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import { credentialName, type DraftBinding, type SecretSource } from "./draft.ts";
import type { DraftProblems } from "./draft-problems.ts";
import { FreshFields } from "./fresh-fields.tsx";
import type { SecretFields } from "./secret-fields.ts";
import { fittingTemplate, slotsOf, usualWriting } from "./templates.ts";

export type SecretSourceFieldsProps = {
  readonly of: "env" | "headers";
  readonly binding: DraftBinding;
  readonly source: SecretSource;
  readonly connectorName: string;
  readonly credentials: readonly CredentialSummary[];
  readonly secrets: SecretFields;
  readonly problems: DraftProblems;
  readonly onChange: (source: SecretSource) => void;
};

const NEW = "new";

/** Which credential a value comes from and how it is written; for a new one, its fields. */
export function SecretSourceFields(props: SecretSourceFieldsProps) {
  const { of, binding, source, onChange, credentials, problems } = props;
  const known = credentials.filter(({ scope }) => scope === source.kind);
  const authType = authTypeOf(source, credentials);
  /** A template that nobody wrote follows what it is for. */
  const become = (next: SecretSource): void => {
    const isFitting = source.template === fittingTemplate(of, binding.name, authType);
    const fitting = fittingTemplate(of, binding.name, authTypeOf(next, credentials));
    onChange(isFitting ? { ...next, template: fitting } : next);
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 items-start gap-3">
        <Field label={t("bindings.credential")} isComposite>
          <Select
            value={source.credentialId ?? NEW}
            onChange={(value) => become({ ...source, credentialId: idOf(value, known) })}
            choices={choicesOf(known)}
          />
        </Field>
        <Field
          label={t("bindings.template")}
          hint={templateHint(authType)}
          error={problems[`template/${binding.rowId}`]}
          isOptional
        >
          <Input
            value={source.template}
            isMono
            placeholder={usualWriting(authType) ?? t("bindings.template.own")}
            maxLength={1024}
            onChange={(template) => onChange({ ...source, template })}
          />
        </Field>
      </div>
      {source.credentialId === null && (
        <FreshFields
          rowId={binding.rowId}
          source={source}
          credentialName={credentialName(props.connectorName, binding.name)}
          secrets={props.secrets}
          problems={problems}
          onChange={(fresh) => become({ ...source, fresh })}
        />
      )}
    </div>
  );
}

/** The type of the credential that a source names, or of the one that it makes. */
export function authTypeOf({ credentialId, fresh }: SecretSource, credentials: readonly CredentialSummary[]): AuthType {
  const named = credentialId === null ? undefined : credentials.find(({ id }) => id === credentialId);
  return named?.authType ?? fresh.authType;
}

function choicesOf(known: readonly CredentialSummary[]) {
  return [
    { value: NEW, label: t("bindings.newCredential") },
    ...known.map(({ id, name, health, scope }) => ({
      value: id as string, // a Select works on plain text; the id is found again by comparing
      label: name,
      description: health === "ok" || health === "unused" ? undefined : t(`health.${health}`, { scope }),
    })),
  ];
}

function templateHint(authType: AuthType): string {
  return t("bindings.templateHint", {
    slots: new Intl.ListFormat("en", { type: "disjunction" }).format(slotsOf(authType)),
  });
}

function idOf(value: string, credentials: readonly CredentialSummary[]): CredentialId | null {
  return credentials.find(({ id }) => id === value)?.id ?? null;
}
