import { authFields } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import type { SecretSource } from "./draft.ts";
import type { DraftProblems } from "./draft-problems.ts";
import { freshTypes, secretKey, type Fresh, type FreshType } from "./fresh.ts";
import type { SecretFields } from "./secret-fields.ts";

export type FreshFieldsProps = {
  readonly rowId: string;
  readonly source: SecretSource;
  /** What the credential will be called. */
  readonly credentialName: string;
  readonly secrets: SecretFields;
  readonly problems: DraftProblems;
  readonly onChange: (fresh: Fresh) => void;
};

/** A credential that is made with the connector: its type, and its value where that is not set by others. */
export function FreshFields(props: FreshFieldsProps) {
  const { source, credentialName: name, onChange } = props;
  const { fresh, kind } = source;
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field label={t("fresh.type")} hint={t(`fresh.becomes.${kind}`, { name })} isComposite>
        <Select
          value={fresh.authType}
          onChange={(authType) => onChange({ authType, plain: {} })}
          choices={freshTypes.map((authType) => ({ value: authType, label: t(`fresh.type.${authType}`) }))}
        />
      </Field>
      {kind !== "team_secret" && <ValueFields {...props} />}
    </div>
  );
}

function ValueFields({ rowId, source: { kind, fresh }, secrets, problems, onChange }: FreshFieldsProps) {
  return (
    <div className="flex flex-col gap-3">
      {authFields[fresh.authType].map(({ name, isSecret }) => (
        <Field
          key={`${fresh.authType} ${name}`}
          label={labelOf(fresh.authType, name)}
          isOptional={kind === "user_secret"}
          error={problems[`field/${rowId}/${name}`]}
        >
          {isSecret ? (
            <PasswordInput ref={secrets.refFor(secretKey(rowId, name))} />
          ) : (
            <Input
              value={fresh.plain[name] ?? ""}
              isMono
              maxLength={1024}
              placeholder={name === "template" ? "Token {{secret}}" : undefined}
              onChange={(value) => onChange({ ...fresh, plain: { ...fresh.plain, [name]: value } })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

const LABELS = ["secret", "username", "password", "template"] as const;

function labelOf(authType: FreshType, name: string): string {
  const known = LABELS.find((label) => label === name);
  if (known === undefined) throw new Error(`internal: ${authType} has a field ${name} without a label`);
  return t(`fresh.${known}`);
}
