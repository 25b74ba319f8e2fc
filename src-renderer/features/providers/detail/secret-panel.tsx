import { useRef, useState } from "react";
import { problemNotice, type ProviderSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { t } from "../messages.ts";
import { useProviderActions } from "../use-providers.ts";

/** The secret of the app: set, replaced, removed, never shown. */
export function SecretPanel({ provider }: { readonly provider: ProviderSummary }) {
  const panel = useRef<HTMLDivElement>(null);
  // A secret that came with the form of a new provider is sealed while its page is shown: nobody was here yet.
  const wasUsed = useRef(false);
  const use = (): void => {
    wasUsed.current = true;
  };
  useRegainedFocus(provider.hasClientSecret, () => (wasUsed.current ? panel.current?.querySelector("input") : null));
  return (
    <div onFocus={use}>
      <Panel title={t("secret.title")} actions={provider.hasClientSecret && <RemoveSecret provider={provider} />}>
        <div ref={panel} className="flex flex-col gap-4">
          {provider.hasClientSecret ? (
            <p className="text-sm">
              <code className="font-mono text-xs">{t("secret.redacted")}</code>
              <span className="block text-xs text-ink-soft">{t("secret.redactedText")}</span>
            </p>
          ) : (
            <p className="text-sm text-ink-soft">{t("secret.none")}</p>
          )}
          <SecretForm provider={provider} />
        </div>
      </Panel>
    </div>
  );
}

function SecretForm({ provider }: { readonly provider: ProviderSummary }) {
  const { setSecret } = useProviderActions();
  const notify = useNotify();
  const field = useRef<HTMLInputElement>(null);
  const [isMissing, setMissing] = useState(false);
  const submit = async (): Promise<void> => {
    const typed = field.current?.value ?? "";
    setMissing(typed === "");
    if (typed === "") return;
    const outcome = await setSecret.run(provider.id, typed);
    if (outcome.kind === "failed") return;
    if (field.current !== null) field.current.value = "";
    notify({ title: t("secret.done", { name: provider.name }) });
  };
  return (
    <Form label={t("secret.title")} onSubmit={() => void submit()}>
      {setSecret.problem !== null && <Banner kind="ours" {...problemNotice(setSecret.problem)} />}
      <Field
        label={provider.hasClientSecret ? t("secret.replace") : t("secret.field")}
        error={isMissing ? t("secret.needed") : undefined}
      >
        <PasswordInput ref={field} />
      </Field>
      <FormActions>
        <Button type="submit" isBusy={setSecret.isBusy}>
          {t("secret.seal")}
        </Button>
      </FormActions>
    </Form>
  );
}

function RemoveSecret({ provider }: { readonly provider: ProviderSummary }) {
  const { setSecret } = useProviderActions();
  const notify = useNotify();
  const [isAsking, setAsking] = useState(false);
  const { name, accounts } = provider;
  const confirm = async (): Promise<void> => {
    const outcome = await setSecret.run(provider.id, "");
    setAsking(false);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else notify({ title: t("secret.removed", { name }) });
  };
  return (
    <>
      <Button size="small" variant="ghost" onClick={() => setAsking(true)}>
        {t("secret.remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("secret.remove.title", { name })}
        consequence={t("secret.remove.text", { count: accounts.connected })}
        confirmLabel={t("secret.remove")}
        isBusy={setSecret.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
