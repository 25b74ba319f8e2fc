import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";
import type { ProofFieldsState } from "./use-proof.ts";

export type ProofFieldsProps = { readonly proof: ProofFieldsState; readonly onSubmit: () => void };

/** The reason and the passphrase that a policy asks for, above the button that needs them. */
export function ProofFields({ proof, onSubmit }: ProofFieldsProps) {
  if (!proof.needsReason && !proof.needsPassphrase) return null;
  return (
    <form
      aria-label={t("proof.label")}
      noValidate
      className="grid auto-cols-fr grid-flow-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {proof.needsReason && (
        <Field
          label={t("proof.reason")}
          hint={t("proof.reasonHint")}
          error={proof.lacksReason ? t("proof.reasonNeeded") : undefined}
        >
          <Input ref={proof.reasonField} value={proof.reason} onChange={proof.setReason} maxLength={500} />
        </Field>
      )}
      {proof.needsPassphrase && (
        <Field
          label={t("proof.passphrase")}
          hint={t("proof.passphraseHint")}
          error={proof.lacksPassphrase ? t("proof.passphraseNeeded") : undefined}
        >
          <PasswordInput ref={proof.passphraseField} autoComplete="off" onFilledChange={proof.setFilled} />
        </Field>
      )}
      {/* Two fields submit with Enter only where there is a button to do it. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden />
    </form>
  );
}
