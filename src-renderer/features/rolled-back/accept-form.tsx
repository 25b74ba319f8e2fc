import { useRef, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";

export type AcceptFormProps = {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onAccept: (passphrase: string) => void;
};

/** What going on with the older copy does first, and the admin's passphrase for it. */
export function AcceptForm({ isBusy, problem, onAccept }: AcceptFormProps) {
  const [isEmpty, setEmpty] = useState(false);
  const passphrase = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    const typed = passphrase.current?.value ?? "";
    setEmpty(typed === "");
    if (typed === "") return;
    onAccept(typed);
    if (passphrase.current !== null) passphrase.current.value = "";
  };
  const refusal =
    problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts" ? problem.message : undefined;
  return (
    <Form label={t("accept.title")} onSubmit={submit}>
      <p className="text-sm text-ink-soft">{t("accept.text")}</p>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("accept.passphrase")} error={isEmpty ? t("accept.empty") : refusal}>
        <PasswordInput ref={passphrase} autoComplete="current-password" onFilledChange={() => setEmpty(false)} />
      </Field>
      <FormActions>
        <Button type="submit" variant="danger" isBusy={isBusy}>
          {t("accept.submit")}
        </Button>
        {isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("accept.busy")}
          </span>
        )}
      </FormActions>
    </Form>
  );
}
