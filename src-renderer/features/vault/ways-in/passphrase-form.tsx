import { useEffect, useRef, useState } from "react";
import { problemNotice, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";
import { Deriving, refusalOf } from "./proof-form.tsx";

export type PassphraseFormProps = {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Resolves to whether it was changed. */
  readonly onChange: (current: string, next: string) => Promise<boolean>;
  readonly onCancel: () => void;
};

type Missing = Partial<Record<"current" | "next" | "confirm", string>>;
const LEAST_LENGTH = 8;

/** Changes one's own passphrase. The fields keep what is typed; nothing else does. */
export function PassphraseForm({ isBusy, problem, onChange, onCancel }: PassphraseFormProps) {
  const [missing, setMissing] = useState<Missing>({});
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const elements = [current.current, next.current, confirm.current];
    return () => empty(elements);
  }, []);

  const submit = async (): Promise<void> => {
    const [before = "", after = "", again = ""] = [current, next, confirm].map((field) => field.current?.value);
    const found: Missing = {
      ...(before === "" && { current: t("passphrase.empty") }),
      ...(after.length < LEAST_LENGTH && { next: t("passphrase.short") }),
      ...(after !== again && { confirm: t("passphrase.differs") }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    if (await onChange(before, after)) empty([current.current, next.current, confirm.current]);
  };
  const refusal = refusalOf(problem);
  return (
    <Form label={t("passphrase.title")} onSubmit={() => void submit()}>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("passphrase.current")} error={missing.current ?? refusal}>
        <PasswordInput ref={current} autoComplete="current-password" />
      </Field>
      <Field label={t("passphrase.next")} hint={t("passphrase.nextHint")} error={missing.next}>
        <PasswordInput ref={next} autoComplete="new-password" />
      </Field>
      <Field label={t("passphrase.confirm")} error={missing.confirm}>
        <PasswordInput ref={confirm} autoComplete="new-password" />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("passphrase.submit")}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t("proof.cancel")}
        </Button>
        {isBusy && <Deriving />}
      </FormActions>
    </Form>
  );
}

function empty(elements: readonly (HTMLInputElement | null)[]): void {
  for (const element of elements) if (element !== null) element.value = "";
}
