import { Plus, X } from "lucide-react";
import type { CredentialSummary, ProviderSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import { AccountSourceFields } from "./account-source-fields.tsx";
import type { DraftBinding, DraftSource } from "./draft.ts";
import type { DraftProblems } from "./draft-problems.ts";
import { emptyFresh } from "./fresh.ts";
import { authTypeOf, SecretSourceFields } from "./secret-source-fields.tsx";
import type { SecretFields } from "./secret-fields.ts";
import { fittingTemplate } from "./templates.ts";

export type BindingsEditorProps = {
  readonly of: "env" | "headers";
  readonly connectorName: string;
  readonly bindings: readonly DraftBinding[];
  readonly onChange: (bindings: readonly DraftBinding[]) => void;
  readonly credentials: readonly CredentialSummary[];
  readonly providers: readonly ProviderSummary[];
  readonly secrets: SecretFields;
  readonly problems: DraftProblems;
};

/** Named values and where each comes from: a literal, a secret of the organization, of a team, of each member, or a connected account. */
export function BindingsEditor(props: BindingsEditorProps) {
  const { of, bindings, onChange } = props;
  const add = (): void =>
    onChange([...bindings, { rowId: crypto.randomUUID(), name: "", source: { kind: "static", value: "" } }]);
  return (
    <div className="flex flex-col gap-3">
      {bindings.length > 0 && (
        <ul className="flex flex-col gap-3">
          {bindings.map((binding) => (
            <BindingRow
              key={binding.rowId}
              {...props}
              binding={binding}
              onReplace={(next) => onChange(bindings.map((other) => (other.rowId === binding.rowId ? next : other)))}
              onRemove={() => onChange(bindings.filter((other) => other.rowId !== binding.rowId))}
            />
          ))}
        </ul>
      )}
      <div>
        <Button size="small" icon={Plus} onClick={add}>
          {t(`bindings.add.${of}`)}
        </Button>
      </div>
    </div>
  );
}

type BindingRowProps = BindingsEditorProps & {
  readonly binding: DraftBinding;
  readonly onReplace: (binding: DraftBinding) => void;
  readonly onRemove: () => void;
};

const KINDS = ["static", "org_secret", "team_secret", "user_secret", "oauth"] as const;

function BindingRow(props: BindingRowProps) {
  const { binding, onReplace, of, problems } = props;
  const { source, rowId, name } = binding;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line bg-sunken px-3 py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-3">
        <Field label={t(`bindings.name.${of}`)} error={problems[`name/${rowId}`]}>
          <Input
            value={name}
            isMono
            maxLength={128}
            onChange={(next) => onReplace(renamed(binding, next, of, props.credentials))}
          />
        </Field>
        <Field label={t("bindings.source")} isComposite>
          <Select
            value={source.kind}
            onChange={(kind) => onReplace({ ...binding, source: sourceOfKind(kind, of, name) })}
            choices={KINDS.map((kind) => ({
              value: kind,
              label: t(`bindings.source.${kind}`),
              description: t(`bindings.source.${kind}.text`),
            }))}
          />
        </Field>
        <IconButton
          icon={X}
          className="mt-6"
          label={t("bindings.remove", { name: name === "" ? t("bindings.unnamed") : name })}
          onClick={props.onRemove}
        />
      </div>
      {source.kind === "oauth" && (
        <AccountSourceFields
          of={of}
          rowId={rowId}
          source={source}
          providers={props.providers}
          problems={problems}
          onChange={(next) => onReplace({ ...binding, source: next })}
        />
      )}
      {source.kind === "static" && (
        <Field label={t("bindings.value")} error={problems[`value/${rowId}`]}>
          <Input
            value={source.value}
            isMono
            maxLength={8192}
            onChange={(value) => onReplace({ ...binding, source: { kind: "static", value } })}
          />
        </Field>
      )}
      {source.kind !== "static" && source.kind !== "oauth" && (
        <SecretSourceFields
          of={of}
          binding={binding}
          source={source}
          connectorName={props.connectorName}
          credentials={props.credentials}
          secrets={props.secrets}
          problems={problems}
          onChange={(next) => onReplace({ ...binding, source: next })}
        />
      )}
    </li>
  );
}

function sourceOfKind(kind: DraftSource["kind"], of: "env" | "headers", name: string): DraftSource {
  if (kind === "static") return { kind, value: "" };
  if (kind === "oauth") return { kind, providerId: null, template: "" };
  const template = fittingTemplate(of, name, emptyFresh.authType);
  return { kind, credentialId: null, template, fresh: emptyFresh };
}

/** Another name may want another template; one that a person wrote stays. */
function renamed(
  binding: DraftBinding,
  name: string,
  of: "env" | "headers",
  credentials: readonly CredentialSummary[],
): DraftBinding {
  const { source } = binding;
  if (source.kind === "static" || source.kind === "oauth") return { ...binding, name };
  const authType = authTypeOf(source, credentials);
  const isFitting = source.template === fittingTemplate(of, binding.name, authType);
  const template = isFitting ? fittingTemplate(of, name, authType) : source.template;
  return { ...binding, name, source: { ...source, template } };
}
