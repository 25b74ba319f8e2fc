import { useEffect, useRef, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";

export type RecoveryFormProps = {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onRecover: (recoveryKey: string, newPassphrase: string) => void;
  readonly onBack: () => void;
};

type Missing = Partial<Record<"key" | "next" | "confirm", string>>;

/** The way in when the passphrase is lost. */
export function RecoveryForm({ isBusy, problem, onRecover, onBack }: RecoveryFormProps) {
  const [missing, setMissing] = useState<Missing>({});
  const key = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);
  useEffect(() => key.current?.focus(), []);

  const submit = (): void => {
    const [recoveryKey, passphrase] = [key.current?.value ?? "", next.current?.value ?? ""];
    const found: Missing = {
      ...(recoveryKey.trim() === "" && { key: t("recover.keyEmpty") }),
      ...(passphrase.length < 8 && { next: t("recover.short") }),
      ...(passphrase !== confirm.current?.value && { confirm: t("recover.differs") }),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) onRecover(recoveryKey, passphrase);
  };
  const refusal =
    problem?.code === "wrong_recovery_key" || problem?.code === "too_many_attempts" ? problem.message : undefined;
  return (
    <Form label={t("recover.title")} onSubmit={submit}>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("recover.key")} hint={t("recover.keyHint")} error={missing.key ?? refusal}>
        <PasswordInput ref={key} />
      </Field>
      <Field label={t("recover.next")} hint={t("recover.nextHint")} error={missing.next}>
        <PasswordInput ref={next} autoComplete="new-password" />
      </Field>
      <Field label={t("recover.confirm")} error={missing.confirm}>
        <PasswordInput ref={confirm} autoComplete="new-password" />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("recover.submit")}
        </Button>
        <Button variant="ghost" onClick={onBack} disabled={isBusy}>
          {t("recover.back")}
        </Button>
      </FormActions>
    </Form>
  );
}
