import type { RefCallback } from "react";
import type { CredentialId, CredentialSummary } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import { credentialName, type DraftBinding, type DraftSource } from "./draft.ts";

type SecretSource = Exclude<DraftSource, { kind: "static" }>;

export type SecretSourceFieldsProps = {
  readonly binding: DraftBinding;
  readonly source: SecretSource;
  readonly connectorName: string;
  readonly credentials: readonly CredentialSummary[];
  readonly secretRef: RefCallback<HTMLInputElement>;
  readonly problem: string | undefined;
  readonly onChange: (source: SecretSource) => void;
};

const NEW = "new";

/** Which credential a value comes from; for a new one, the field of its secret. */
export function SecretSourceFields(props: SecretSourceFieldsProps) {
  const { source, onChange, credentials } = props;
  const known = credentials.filter(({ scope }) => scope === source.kind);
  const name = credentialName(props.connectorName, props.binding.name);
  const choices = [
    { value: NEW, label: t("bindings.newCredential") },
    ...known.map(({ id, name: label, hasValue }) => ({
      value: id as string, // a Select works on plain text; the id is found again by comparing
      label,
      description: hasValue ? undefined : t("bindings.missing"),
    })),
  ];
  const choose = (value: string): void => onChange({ ...source, credentialId: idOf(value, known) });
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field label={t("bindings.credential")} isComposite>
        <Select value={source.credentialId ?? NEW} onChange={choose} choices={choices} />
      </Field>
      {source.credentialId === null && (
        <Field
          label={t("bindings.secret")}
          isOptional={source.kind === "user_secret"}
          error={props.problem}
          hint={t(source.kind === "user_secret" ? "bindings.ownSecretHint" : "bindings.secretHint", { name })}
        >
          <PasswordInput ref={props.secretRef} />
        </Field>
      )}
      <Field label={t("bindings.template")} hint={t("bindings.templateHint")} isOptional>
        <Input
          value={source.template}
          isMono
          placeholder="{{secret}}"
          maxLength={1024}
          onChange={(template) => onChange({ ...source, template })}
        />
      </Field>
    </div>
  );
}

function idOf(value: string, credentials: readonly CredentialSummary[]): CredentialId | null {
  return credentials.find(({ id }) => id === value)?.id ?? null;
}
