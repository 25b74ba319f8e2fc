import { ExternalLink } from "lucide-react";
import type { ProviderPreset } from "../../../client/index.ts";
import { buttonClass } from "../../../ui/actions/button.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { callbackOf, hostOf } from "../callback.ts";
import { t } from "../messages.ts";
import { PresetNotes } from "../preset-notes.tsx";
import { redirectOf } from "./draft.ts";
import type { ProviderFormState } from "./use-provider-form.ts";

export type ClientFieldsProps = {
  readonly form: ProviderFormState;
  readonly preset: ProviderPreset | null;
  /** Whether one is sealed already. */
  readonly hasSecret: boolean;
};

const KINDS = ["automatic", "registered"] as const;

/** As which app Gatehouse appears: one that it registers by itself, or one that a person creates. */
export function ClientFields({ form, preset, hasSecret }: ClientFieldsProps) {
  const { draft, change } = form;
  const isNeeded = preset?.app.isNeeded === true;
  return (
    <FormSection title={t("form.app")} description={t("form.appText")}>
      {!isNeeded && (
        <RadioCards
          label={t("form.app")}
          value={draft.clientKind}
          onChange={(clientKind) => change({ clientKind })}
          choices={KINDS.map((kind) => ({
            value: kind,
            label: t(`client.${kind}`),
            description: t(`client.${kind}.text`),
          }))}
        />
      )}
      {preset !== null && draft.clientKind === "registered" && <Steps app={preset.app} />}
      {preset !== null && <PresetNotes notes={preset.notes} />}
      {draft.clientKind === "registered" && (
        <>
          {draft.owner === "member" && <Callback form={form} />}
          <Field label={t("form.clientId")} error={form.problems["clientId"]}>
            <Input value={draft.clientId} isMono maxLength={2048} onChange={(clientId) => change({ clientId })} />
          </Field>
          <Secret form={form} kind={preset?.hasSecret ?? "optional"} hasSecret={hasSecret} />
        </>
      )}
    </FormSection>
  );
}

/** What to do at the service before anything can be entered here. */
function Steps({ app: { createAt, steps } }: Pick<ProviderPreset, "app">) {
  if (steps.length === 0 && createAt === null) return null;
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-sunken px-4 py-3">
      <p className="text-sm font-medium">{t("form.app.steps")}</p>
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm text-ink-soft">
        {steps.map((step) => (
          <li key={step} className="wrap-anywhere">
            {step}
          </li>
        ))}
      </ol>
      {createAt !== null && (
        <div>
          <a href={createAt} target="_blank" rel="noopener noreferrer" className={buttonClass("secondary", "small")}>
            <ExternalLink size={15} aria-hidden />
            {t("form.app.createAt", { host: hostOf(createAt) })}
          </a>
        </div>
      )}
    </div>
  );
}

function Callback({ form: { draft } }: Pick<ClientFieldsProps, "form">) {
  return (
    <div className="flex flex-col gap-1">
      <CopyField label={t("form.callback")} text={callbackOf(redirectOf(draft))} />
      <p className="text-xs text-ink-soft">
        {draft.redirectKind === "fixed" ? t("form.callbackHint") : t("form.callbackAnyHint")}
      </p>
    </div>
  );
}

type SecretProps = {
  readonly form: ProviderFormState;
  readonly kind: ProviderPreset["hasSecret"];
  readonly hasSecret: boolean;
};

function Secret({ form, kind, hasSecret }: SecretProps) {
  if (kind === "none" && !hasSecret) return <p className="text-sm text-ink-soft">{t("form.clientSecretNone")}</p>;
  const hints = [
    kind === "required" ? t("form.clientSecretRequired") : undefined,
    hasSecret ? t("secret.kept") : t("form.clientSecretHint"),
  ];
  return (
    <Field
      label={t("form.clientSecret")}
      isOptional={kind !== "required"}
      hint={hints.filter((hint) => hint !== undefined).join(" ")}
    >
      <PasswordInput ref={form.secret} placeholder={hasSecret ? t("secret.redacted") : undefined} />
    </Field>
  );
}
