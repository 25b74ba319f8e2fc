import { useRef, useState } from "react";
import { fieldProblem, problemNotice, type CredentialSummary, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";

export type SetSecretFormProps = {
  readonly credential: CredentialSummary;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Resolves to whether it was sealed. */
  readonly onSet: (secret: string) => Promise<boolean>;
};

/** Sets or replaces a value. What is typed leaves the field as soon as it is sealed. */
export function SetSecretForm({ credential, isBusy, problem, onSet }: SetSecretFormProps) {
  const secret = useRef<HTMLInputElement>(null);
  const [isEmpty, setEmpty] = useState(false);
  const title = titleOf(credential);
  const submit = async (): Promise<void> => {
    const field = secret.current;
    if (field === null) return;
    setEmpty(field.value === "");
    if (field.value === "") return field.focus();
    if (await onSet(field.value)) field.value = "";
  };
  const error = isEmpty ? t("set.empty") : fieldProblem(problem, "/secret");
  return (
    <Form label={title} onSubmit={() => void submit()}>
      {problem !== null && error === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("set.secret")} hint={t("set.hint")} error={error}>
        <PasswordInput ref={secret} onFilledChange={() => setEmpty(false)} />
      </Field>
      <FormActions>
        <Button type="submit" isBusy={isBusy}>
          {t("set.submit")}
        </Button>
      </FormActions>
    </Form>
  );
}

/** Names the form after what it does to this credential. */
export function titleOf({ scope, hasValue }: CredentialSummary): string {
  if (scope === "user_secret") return hasValue ? t("replace.ownTitle") : t("set.ownTitle");
  return hasValue ? t("replace.title") : t("set.title");
}
