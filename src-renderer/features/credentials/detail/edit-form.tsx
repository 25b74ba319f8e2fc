import { useEffect, useRef, useState } from "react";
import { fieldProblem, problemNotice, type CredentialSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";
import { ReminderFields } from "../reminder-fields.tsx";
import { remindAfterDaysOf, reminderOf } from "../reminder.ts";
import { useCredentialActions } from "../use-credentials.ts";

export type EditFormProps = { readonly credential: CredentialSummary; readonly onDone: () => void };

/** Another name or reminder. The value stays as it is. */
export function EditForm({ credential, onDone }: EditFormProps) {
  const { update } = useCredentialActions();
  const notify = useNotify();
  const [name, setName] = useState(credential.name);
  const [reminder, setReminder] = useState(() => reminderOf(credential.remindAfterDays));
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const remindAfterDays = remindAfterDaysOf(reminder);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (name.trim() === "" || remindAfterDays === undefined) return;
    const outcome = await update.run({ id: credential.id, name: name.trim(), remindAfterDays });
    if (outcome.kind === "failed") return;
    notify({ title: t("edit.done", { name: outcome.value.name }) });
    onDone();
  };
  const { problem } = update;
  const refusal = problem?.code === "name_taken" ? problem.message : fieldProblem(problem, "/name");
  const nameProblem = isTried && name.trim() === "" ? t("problem.name") : refusal;
  return (
    <Form label={t("edit.title")} onSubmit={() => void submit()}>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("new.name")} error={nameProblem}>
        <Input value={name} onChange={setName} maxLength={80} ref={first} />
      </Field>
      <ReminderFields
        reminder={reminder}
        onChange={setReminder}
        problem={isTried && remindAfterDays === undefined ? t("problem.days") : undefined}
      />
      <FormActions>
        <Button type="submit" variant="primary" isBusy={update.isBusy}>
          {t("edit.submit")}
        </Button>
        <Button variant="ghost" onClick={onDone}>
          {t("new.cancel")}
        </Button>
      </FormActions>
    </Form>
  );
}
