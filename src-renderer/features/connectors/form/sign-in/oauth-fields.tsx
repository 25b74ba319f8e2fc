import { use, useState } from "react";
import type { ProviderSummary } from "../../../../client/index.ts";
import { Field } from "../../../../ui/fields/field.tsx";
import { Select } from "../../../../ui/fields/select.tsx";
import { AccountContext } from "../../connect-account.ts";
import { t } from "../../messages.ts";
import { idOf } from "../account-source-fields.tsx";
import { accountBinding } from "../draft.ts";
import type { ConnectorFormState } from "../use-connector-form.ts";
import { NewProviderFields } from "./new-provider-fields.tsx";
import type { Needed } from "./use-oauth-setup.ts";

export type OAuthFieldsProps = {
  readonly form: ConnectorFormState;
  readonly providers: readonly ProviderSummary[];
  readonly needed: Needed | null;
};

const NEW = "new";

/** At which provider people connect the account that this server is called with; and one's own, right here. */
export function OAuthFields({ form, providers, needed }: OAuthFieldsProps) {
  const renderAccount = use(AccountContext);
  const binding = accountBinding(form.draft);
  const providerId = binding?.source.kind === "oauth" ? binding.source.providerId : null;
  // What was just made is not in the list yet.
  const [made, setMade] = useState<ProviderSummary | null>(null);
  const known = made === null || providers.some(({ id }) => id === made.id) ? providers : [...providers, made];
  return (
    <>
      <Field
        label={t("bindings.provider")}
        error={providerId === null ? form.problems[`provider/${binding?.rowId ?? ""}`] : undefined}
        isComposite
      >
        <Select
          value={providerId ?? NEW}
          onChange={(value) => form.changeSignIn("oauth", idOf(value, known))}
          choices={[
            { value: NEW, label: t("form.oauth.new"), description: t("form.oauth.newText") },
            ...known.map(({ id, name, config }) => ({
              value: id as string, // a Select works on plain text; the id is found again by comparing
              label: name,
              description: t(`bindings.provider.${config.owner}`),
            })),
          ]}
        />
      </Field>
      {providerId === null && (
        <NewProviderFields
          form={form}
          needed={needed}
          onMade={(provider) => {
            setMade(provider);
            form.noteProvider(provider);
            form.changeSignIn("oauth", provider.id);
          }}
        />
      )}
      {providerId !== null && renderAccount(providerId)}
    </>
  );
}
