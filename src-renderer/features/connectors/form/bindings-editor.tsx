import { Plus, X } from "lucide-react";
import type { CredentialSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import type { DraftBinding, DraftSource } from "./draft.ts";
import type { DraftProblems } from "./draft-problems.ts";
import { SecretSourceFields } from "./secret-source-fields.tsx";
import type { SecretFields } from "./secret-fields.ts";

export type BindingsEditorProps = {
  readonly of: "env" | "headers";
  readonly connectorName: string;
  readonly bindings: readonly DraftBinding[];
  readonly onChange: (bindings: readonly DraftBinding[]) => void;
  readonly credentials: readonly CredentialSummary[];
  readonly secrets: SecretFields;
  readonly problems: DraftProblems;
};

/** Named values and where each comes from: a literal, the organization's secret, or each member's own. */
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

const KINDS = ["static", "org_secret", "user_secret"] as const;

function BindingRow(props: BindingRowProps) {
  const { binding, onReplace, of, problems } = props;
  const { source, rowId, name } = binding;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line bg-sunken px-3 py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-3">
        <Field label={t(`bindings.name.${of}`)} error={problems[`name/${rowId}`]}>
          <Input value={name} isMono maxLength={128} onChange={(next) => onReplace({ ...binding, name: next })} />
        </Field>
        <Field label={t("bindings.source")} isComposite>
          <Select
            value={source.kind}
            onChange={(kind) => onReplace({ ...binding, source: sourceOfKind(kind) })}
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
      {source.kind === "static" ? (
        <Field label={t("bindings.value")}>
          <Input
            value={source.value}
            isMono
            maxLength={8192}
            onChange={(value) => onReplace({ ...binding, source: { kind: "static", value } })}
          />
        </Field>
      ) : (
        <SecretSourceFields
          binding={binding}
          source={source}
          connectorName={props.connectorName}
          credentials={props.credentials}
          secretRef={props.secrets.refFor(rowId)}
          problem={problems[`secret/${rowId}`]}
          onChange={(next) => onReplace({ ...binding, source: next })}
        />
      )}
    </li>
  );
}

function sourceOfKind(kind: DraftSource["kind"]): DraftSource {
  return kind === "static" ? { kind, value: "" } : { kind, credentialId: null, template: "" };
}
