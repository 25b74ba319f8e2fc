import { useEffect, useRef, useState } from "react";
import {
  fieldProblem,
  problemNotice,
  type AuthType,
  type CredentialScope,
  type CredentialSummary,
} from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions, FormSection } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { t } from "./messages.ts";
import { ReminderFields } from "./reminder-fields.tsx";
import { remindAfterDaysOf, reminderOf } from "./reminder.ts";
import { useCredentialActions } from "./use-credentials.ts";
import { sidecarProblems } from "./values/sidecar-problems.ts";
import { typedProblems, type Typed, type TypedProblems } from "./values/typed-problems.ts";
import { useValueFields } from "./values/use-value-fields.ts";
import { ValueFields } from "./values/value-fields.tsx";

export type NewCredentialProps = {
  readonly onStored: (credential: CredentialSummary) => void;
  readonly onCancel: () => void;
};

const SCOPES = ["org_secret", "team_secret", "user_secret"] as const;
const TYPES = ["token", "basic", "header"] as const;
const NO_PROBLEMS: TypedProblems = {};

/** Stores a credential: what it is first, then its value, sealed. */
export function NewCredential({ onStored, onCancel }: NewCredentialProps) {
  const { create } = useCredentialActions();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<CredentialScope>("org_secret");
  const [authType, setAuthType] = useState<AuthType>("token");
  const [reminder, setReminder] = useState(() => reminderOf(null));
  const [found, setFound] = useState<TypedProblems>(NO_PROBLEMS);
  const fields = useValueFields(authType);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const remindAfterDays = remindAfterDaysOf(reminder);
  const { problem } = create;

  const submit = async (): Promise<void> => {
    const values = scope === "team_secret" ? {} : fields.read();
    const wrong = problemsOf({ name, scope, authType, values, isReminderRight: remindAfterDays !== undefined });
    setFound(wrong);
    if (Object.keys(wrong).length > 0 || remindAfterDays === undefined) return;
    const outcome = await create.run({ name: name.trim(), scope, authType, remindAfterDays, values });
    if (outcome.kind === "failed") return;
    fields.clear();
    notify({ title: t("new.done", { name: outcome.value.name }) });
    onStored(outcome.value);
  };
  const nameRefusal = problem?.code === "name_taken" ? problem.message : fieldProblem(problem, "/name");
  const refused = sidecarProblems(problem, authType);
  const isAboutFields = nameRefusal !== undefined || Object.keys(refused).length > 0;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <h2 className="mb-5 text-lg font-semibold">{t("new.title")}</h2>
      <Form label={t("new.title")} onSubmit={() => void submit()}>
        {problem !== null && !isAboutFields && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("new.name")} hint={t("new.nameHint")} error={found["name"] ?? nameRefusal}>
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
        <Field label={t("new.type")} hint={t(`auth.${authType}.text`)} isComposite>
          <Select
            value={authType}
            onChange={(next) => {
              fields.clear();
              setFound(NO_PROBLEMS);
              setAuthType(next);
            }}
            choices={TYPES.map((one) => ({ value: one, label: t(`auth.${one}`), description: t(`auth.${one}.text`) }))}
          />
        </Field>
        {scope === "team_secret" ? (
          <p className="text-sm text-ink-soft">{t("new.teamText")}</p>
        ) : (
          <FormSection title={t("new.value")} description={t(`new.value.${scope}`)}>
            <ValueFields authType={authType} kept={[]} fields={fields} problems={{ ...refused, ...found }} />
          </FormSection>
        )}
        <ReminderFields reminder={reminder} onChange={setReminder} problem={found["reminder"]} />
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

type Draft = {
  readonly name: string;
  readonly scope: CredentialScope;
  readonly authType: AuthType;
  readonly values: Typed;
  readonly isReminderRight: boolean;
};

/** One's own value may come later, whole; the organization's may not. */
function problemsOf({ name, scope, authType, values, isReminderRight }: Draft): TypedProblems {
  const isLater = scope !== "org_secret" && Object.keys(values).length === 0;
  return {
    ...(isLater ? {} : typedProblems(authType, values, [])),
    ...(name.trim() === "" && { name: t("problem.name") }),
    ...(!isReminderRight && { reminder: t("problem.days") }),
  };
}
