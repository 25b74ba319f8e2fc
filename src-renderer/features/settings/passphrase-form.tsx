import { useRef, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";

export type PassphraseFormProps = {
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Resolves to whether it was changed. */
  readonly onChange: (current: string, next: string) => Promise<boolean>;
};

type Missing = Partial<Record<"current" | "next" | "confirm", string>>;

/** Changes one's own passphrase. The fields keep what is typed; nothing else does. */
export function PassphraseForm({ isBusy, problem, onChange }: PassphraseFormProps) {
  const [missing, setMissing] = useState<Missing>({});
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<void> => {
    const [before, after, again] = [current, next, confirm].map(({ current: field }) => field?.value ?? "");
    const found: Missing = {
      ...(before === "" && { current: t("passphrase.empty") }),
      ...((after ?? "").length < 8 && { next: t("passphrase.short") }),
      ...(after !== again && { confirm: t("passphrase.differs") }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0 || before === undefined || after === undefined) return;
    if (!(await onChange(before, after))) return;
    for (const { current: field } of [current, next, confirm]) if (field !== null) field.value = "";
  };
  const refusal =
    problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts" ? problem.message : undefined;
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
        <Button type="submit" isBusy={isBusy}>
          {t("passphrase.submit")}
        </Button>
        {isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("passphrase.busy")}
          </span>
        )}
      </FormActions>
    </Form>
  );
}
