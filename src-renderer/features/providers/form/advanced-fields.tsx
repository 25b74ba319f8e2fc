import { useState } from "react";
import { Field } from "../../../ui/fields/field.tsx";
import { FormRow } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import { AccountNameFields } from "./account-name-fields.tsx";
import { QuirkFields } from "./quirk-fields.tsx";
import { readQuirks } from "./quirks.ts";
import { Addresses } from "./server-fields.tsx";
import type { ProviderFormState } from "./use-provider-form.ts";

export type AdvancedFieldsProps = {
  readonly form: ProviderFormState;
  /** Whether the addresses stand here too: those of a known service are seldom changed. */
  readonly hasServer: boolean;
};

/** What most providers leave as it is. */
export function AdvancedFields({ form, hasServer }: AdvancedFieldsProps) {
  const [isOpen, setOpen] = useState(false);
  const count = Object.keys(readQuirks(form.draft.quirks)).length;
  const isRefused = Object.keys(form.problems).some((key) => key.startsWith("quirks/") || key.startsWith("redirect"));
  return (
    <details
      className="border-t border-line pt-4"
      open={isOpen || isRefused}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="w-fit cursor-default text-sm text-ink-soft">
        {count === 0 ? t("form.advanced") : t("form.advancedCount", { count })}
      </summary>
      <div className="mt-4 flex flex-col gap-4">
        {hasServer && <Addresses form={form} />}
        {form.draft.owner === "member" && <Redirect form={form} />}
        {form.draft.owner === "member" && <AccountNameFields form={form} />}
        <QuirkFields form={form} />
      </div>
    </details>
  );
}

const REDIRECTS = ["any-port", "fixed"] as const;
const HOSTS = ["127.0.0.1", "localhost"] as const;

function Redirect({ form }: { readonly form: ProviderFormState }) {
  const { draft, change, problems } = form;
  return (
    <>
      <Field label={t("form.redirect")} isComposite>
        <RadioCards
          value={draft.redirectKind}
          onChange={(redirectKind) => change({ redirectKind })}
          columns={2}
          choices={REDIRECTS.map((kind) => ({
            value: kind,
            label: t(`form.redirect.${kind}`),
            description: t(`form.redirect.${kind}.text`),
          }))}
        />
      </Field>
      {draft.redirectKind === "fixed" && (
        <FormRow>
          <Field label={t("form.redirectHost")} isComposite>
            <Select
              value={draft.redirectHost}
              onChange={(redirectHost) => change({ redirectHost })}
              choices={HOSTS.map((host) => ({ value: host, label: host }))}
            />
          </Field>
          <Field label={t("form.redirectPort")} error={problems["redirectPort"]}>
            <Input
              value={draft.redirectPort}
              inputMode="numeric"
              maxLength={5}
              onChange={(redirectPort) => change({ redirectPort })}
            />
          </Field>
          <Field label={t("form.redirectPath")} error={problems["redirectPath"]}>
            <Input
              value={draft.redirectPath}
              isMono
              maxLength={256}
              onChange={(redirectPath) => change({ redirectPath })}
            />
          </Field>
        </FormRow>
      )}
    </>
  );
}
