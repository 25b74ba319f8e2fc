import { useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { t } from "./messages.ts";

export type ClientFormProps = {
  readonly url: string | null;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onSave: (url: string | null) => void;
};

/** Where the organization publishes its Client ID Metadata Document, if it does. */
export function ClientForm({ url, isBusy, problem, onSave }: ClientFormProps) {
  const [typed, setTyped] = useState(url ?? "");
  const [isWrong, setWrong] = useState(false);
  const submit = (): void => {
    const text = typed.trim();
    const isRight = text === "" || (URL.canParse(text) && new URL(text).protocol === "https:");
    setWrong(!isRight);
    if (isRight) onSave(text === "" ? null : text);
  };
  return (
    <Form label={t("client.title")} onSubmit={submit}>
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field
        label={t("client.url")}
        hint={t("client.urlHint")}
        error={isWrong ? t("client.wrong") : undefined}
        isOptional
      >
        <Input value={typed} isMono placeholder="https://" maxLength={2048} onChange={setTyped} />
      </Field>
      <FormActions>
        <Button type="submit" isBusy={isBusy}>
          {t("client.save")}
        </Button>
      </FormActions>
    </Form>
  );
}
