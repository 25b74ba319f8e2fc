import { useState, type RefObject } from "react";
import { Field } from "../../ui/fields/field.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { t } from "./messages.ts";
import { strengthOf, type Strength } from "./passphrase-strength.ts";
import { StrengthHint } from "./strength-hint.tsx";

export type PassphraseFieldsProps = {
  readonly label: string;
  readonly passphrase: RefObject<HTMLInputElement | null>;
  readonly confirm: RefObject<HTMLInputElement | null>;
  readonly problem: string | undefined;
  readonly confirmProblem: string | undefined;
};

/** A new passphrase, rated as it is typed, and once more. What is typed stays in the two elements. */
export function PassphraseFields({ label, passphrase, confirm, problem, confirmProblem }: PassphraseFieldsProps) {
  const [strength, setStrength] = useState<Strength>("empty");
  return (
    <>
      <Field label={label} hint={<StrengthHint strength={strength} />} error={problem}>
        <PasswordInput
          ref={passphrase}
          autoComplete="new-password"
          onInput={(event) => setStrength(strengthOf(event.currentTarget.value))}
        />
      </Field>
      <Field label={t("org.confirm")} error={confirmProblem}>
        <PasswordInput ref={confirm} autoComplete="new-password" />
      </Field>
    </>
  );
}
