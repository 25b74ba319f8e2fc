import type { AccountNameSource } from "../../../client/index.ts";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import type { ProviderFormState } from "./use-provider-form.ts";

const KINDS = ["openid", "answer", "url", "none"] as const;

/** Where it is read what a connected account is called. */
export function AccountNameFields({ form }: { readonly form: ProviderFormState }) {
  const { accountName: source } = form.draft;
  const change = (accountName: AccountNameSource): void => form.change({ accountName });
  return (
    <>
      <Field label={t("form.accountName")} isComposite>
        <Select
          value={source.kind}
          onChange={(kind) => change(sourceOfKind(kind, source))}
          choices={KINDS.map((kind) => ({ value: kind, label: t(`form.accountName.${kind}`) }))}
        />
      </Field>
      {source.kind === "url" && (
        <Field label={t("form.accountName.at")}>
          <Input value={source.url} isMono maxLength={2048} onChange={(url) => change({ ...source, url })} />
        </Field>
      )}
      {(source.kind === "url" || source.kind === "answer") && (
        <Field label={t("form.accountName.path")} hint={t("form.accountName.pathHint")}>
          <Input value={source.path} isMono maxLength={128} onChange={(path) => change({ ...source, path })} />
        </Field>
      )}
    </>
  );
}

function sourceOfKind(kind: AccountNameSource["kind"], before: AccountNameSource): AccountNameSource {
  const path = "path" in before ? before.path : "";
  switch (kind) {
    case "openid":
    case "none":
      return { kind };
    case "answer":
      return { kind, path };
    case "url":
      return { kind, path, url: "" };
  }
}
