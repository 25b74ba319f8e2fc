import { useEffect, useRef, useState } from "react";
import { fieldProblem, problemNotice, type CredentialSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { t } from "./messages.ts";
import { useCredentialActions } from "./use-credentials.ts";

export type NewCredentialProps = {
  readonly onStored: (credential: CredentialSummary) => void;
  readonly onCancel: () => void;
};

type Missing = Partial<Record<"name" | "secret", string>>;
const SCOPES = ["org_secret", "user_secret"] as const;

/** Stores a credential: the organization's with its value, or a declaration that every member has their own. */
export function NewCredential({ onStored, onCancel }: NewCredentialProps) {
  const { create } = useCredentialActions();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<CredentialSummary["scope"]>("org_secret");
  const [missing, setMissing] = useState<Missing>({});
  const secret = useRef<HTMLInputElement>(null);
  const { problem } = create;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const submit = async (): Promise<void> => {
    const value = secret.current?.value ?? "";
    const found: Missing = {
      ...(name.trim() === "" && { name: t("problem.name") }),
      ...(scope === "org_secret" && value === "" && { secret: t("problem.secret") }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const outcome = await create.run({ name: name.trim(), scope, secret: value });
    if (outcome.kind === "failed") return;
    if (secret.current !== null) secret.current.value = "";
    notify({ title: t("new.done", { name: outcome.value.name }) });
    onStored(outcome.value);
  };
  const nameProblem =
    missing.name ?? fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <h2 className="mb-5 text-lg font-semibold">{t("new.title")}</h2>
      <Form label={t("new.title")} onSubmit={() => void submit()}>
        {problem !== null && nameProblem === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("new.name")} hint={t("new.nameHint")} error={nameProblem}>
          <Input value={name} onChange={setName} maxLength={80} ref={first} />
        </Field>
        <Field label={t("new.scope")} isComposite>
          <RadioCards
            value={scope}
            onChange={setScope}
            choices={SCOPES.map((one) => ({
              value: one,
              label: t(`scope.${one}`),
              description: t(`scope.${one}.text`),
            }))}
          />
        </Field>
        <Field
          label={t("new.secret")}
          hint={scope === "org_secret" ? t("new.secretHint") : t("new.ownHint")}
          isOptional={scope === "user_secret"}
          error={missing.secret}
        >
          <PasswordInput ref={secret} />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" isBusy={create.isBusy}>
            {t("new.submit")}
          </Button>
          <Button variant="ghost" onClick={onCancel}>
            {t("new.cancel")}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}
