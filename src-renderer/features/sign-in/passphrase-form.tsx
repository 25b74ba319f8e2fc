import { useEffect, useRef, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";

export type PassphraseFormProps = {
  readonly isLocked: boolean;
  /** Whether the studio is there to be asked. */
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Resolves to false when the passphrase was refused. */
  readonly onSignIn: (passphrase: string) => Promise<boolean>;
  /** Absent for a member without a recovery key. */
  readonly onLostPassphrase: (() => void) | undefined;
};

/** Opens the vault, or signs in while it is open. */
export function PassphraseForm(props: PassphraseFormProps) {
  const { isLocked, isReady, isBusy, problem, onSignIn, onLostPassphrase } = props;
  const [isEmpty, setEmpty] = useState(false);
  const passphrase = useRef<HTMLInputElement>(null);
  useEffect(() => passphrase.current?.focus(), []);

  const submit = async (): Promise<void> => {
    const input = passphrase.current;
    if (input === null || !isReady) return;
    setEmpty(input.value === "");
    if (input.value === "") return input.focus();
    const isOpen = await onSignIn(input.value);
    if (isOpen) return;
    input.value = "";
    input.focus();
  };
  const refusal =
    problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts" ? problem.message : undefined;
  return (
    <Form label={t("form.label")} onSubmit={() => void submit()}>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("form.passphrase")} error={isEmpty ? t("form.empty") : refusal}>
        <PasswordInput ref={passphrase} autoComplete="current-password" onFilledChange={() => setEmpty(false)} />
      </Field>
      <FormActions>
        <Button
          type="submit"
          variant="primary"
          isBusy={isBusy}
          disabledReason={isReady ? undefined : t("form.notReady")}
        >
          {isLocked ? t("form.unlock") : t("form.signIn")}
        </Button>
        {isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("form.opening")}
          </span>
        )}
        {!isBusy && onLostPassphrase !== undefined && (
          <Button variant="ghost" onClick={onLostPassphrase}>
            {t("form.lost")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}
