import type { ProviderId, ProviderSummary } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import type { AccountSource } from "./draft.ts";
import type { DraftProblems } from "./draft-problems.ts";

export type AccountSourceFieldsProps = {
  readonly of: "env" | "headers";
  readonly rowId: string;
  readonly source: AccountSource;
  readonly providers: readonly ProviderSummary[];
  readonly problems: DraftProblems;
  readonly onChange: (source: AccountSource) => void;
};

/** At which provider the account is whose token a value is, and how the token is written. */
export function AccountSourceFields({ of, rowId, source, providers, problems, onChange }: AccountSourceFieldsProps) {
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field
        label={t("bindings.provider")}
        error={problems[`provider/${rowId}`]}
        hint={providers.length === 0 ? t("bindings.provider.none") : undefined}
        isComposite
      >
        <Select
          value={source.providerId === null ? null : String(source.providerId)}
          placeholder={t("bindings.provider.choose")}
          onChange={(value) => onChange({ ...source, providerId: idOf(value, providers) })}
          choices={providers.map(({ id, name, config }) => ({
            value: String(id),
            label: name,
            description: t(`bindings.provider.${config.owner}`),
          }))}
        />
      </Field>
      <Field
        label={t("bindings.template")}
        hint={t("bindings.templateHint", { slots: HOLE })}
        error={problems[`template/${rowId}`]}
        isOptional
      >
        <Input
          value={source.template}
          isMono
          placeholder={of === "headers" ? `Bearer ${HOLE}` : HOLE}
          maxLength={1024}
          onChange={(template) => onChange({ ...source, template })}
        />
      </Field>
    </div>
  );
}

const HOLE = "{{token}}";

/** The provider that a choice names. */
export function idOf(value: string, providers: readonly ProviderSummary[]): ProviderId | null {
  return providers.find(({ id }) => id === value)?.id ?? null;
}
