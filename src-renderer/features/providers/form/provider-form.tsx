import { useEffect, useRef } from "react";
import type { ProviderPreset, ProviderSummary, ScopeHint } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { ClientFields } from "./client-fields.tsx";
import type { Draft } from "./draft.ts";
import { SaveProblem } from "./save-problem.tsx";
import { ScopesFields } from "./scopes-fields.tsx";
import { ServerFields } from "./server-fields.tsx";
import { useProviderForm } from "./use-provider-form.ts";

export type ProviderFormProps = {
  readonly title: string;
  readonly initial: Draft;
  /** Null for a new one. */
  readonly provider: ProviderSummary | null;
  /** What is known about the service, where it is a known one. */
  readonly preset: ProviderPreset | null;
  readonly hints: readonly ScopeHint[];
  readonly onSaved: (provider: ProviderSummary) => void;
  readonly onCancel: () => void;
};

const OWNERS = ["member", "org"] as const;

/** Adds or edits a provider: where people sign in, as which app, for what. */
export function ProviderForm(props: ProviderFormProps) {
  const { title, provider, preset, onCancel } = props;
  const form = useProviderForm(props);
  const { draft, change, problems } = form;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const connected = provider === null ? 0 : provider.accounts.connected + provider.accounts.broken;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <h2 className="mb-5 text-lg font-semibold wrap-anywhere">{title}</h2>
      <Form label={title} onSubmit={form.save}>
        {form.problem !== null && <SaveProblem problem={form.problem} onAllowed={form.save} />}
        {connected > 0 && (
          <Banner kind="info" isAnnounced={false} title={t("form.endsAccounts", { count: connected })} />
        )}
        <Field label={t("form.name")} hint={t("form.nameHint")} error={problems["name"]}>
          <Input value={draft.name} onChange={(name) => change({ name })} maxLength={80} ref={first} />
        </Field>
        {preset === null && (
          <Field label={t("form.owner")} isComposite>
            <RadioCards
              value={draft.owner}
              onChange={(owner) => change({ owner })}
              columns={2}
              choices={OWNERS.map((owner) => ({
                value: owner,
                label: t(`owner.${owner}`),
                description: t(`owner.${owner}.text`),
              }))}
            />
          </Field>
        )}
        {preset === null && <ServerFields form={form} />}
        <ClientFields form={form} preset={preset} hasSecret={provider?.hasClientSecret === true} />
        <ScopesFields form={form} />
        <AdvancedFields form={form} hasServer={preset !== null} />
        <FormActions>
          <Button type="submit" variant="primary" isBusy={form.isSaving}>
            {provider === null ? t("form.add") : t("form.save")}
          </Button>
          <Button variant="ghost" onClick={onCancel}>
            {t("form.cancel")}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}
