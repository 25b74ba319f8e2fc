import { useEffect, useRef, useState } from "react";
import { problemNotice, type MemberSummary, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { t } from "./messages.ts";

export type PassphraseFormProps = {
  readonly members: readonly MemberSummary[];
  readonly isLocked: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Resolves to false when the passphrase was refused. */
  readonly onSignIn: (memberId: MemberSummary["id"], passphrase: string) => Promise<boolean>;
  readonly onLostPassphrase: () => void;
};

/** Opens the vault, or signs in while it is open. */
export function PassphraseForm({
  members,
  isLocked,
  isBusy,
  problem,
  onSignIn,
  onLostPassphrase,
}: PassphraseFormProps) {
  const [memberId, setMemberId] = useState(members[0]?.id ?? null);
  const [isEmpty, setEmpty] = useState(false);
  const passphrase = useRef<HTMLInputElement>(null);
  useEffect(() => passphrase.current?.focus(), []);

  const submit = async (): Promise<void> => {
    const input = passphrase.current;
    if (memberId === null || input === null) return;
    setEmpty(input.value === "");
    if (input.value === "") return input.focus();
    const isOpen = await onSignIn(memberId, input.value);
    if (isOpen) return;
    input.value = "";
    input.focus();
  };
  const refusal =
    problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts" ? problem.message : undefined;
  return (
    <Form label={t("form.label")} onSubmit={() => void submit()}>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      {members.length > 1 && (
        <Field label={t("form.member")} isComposite>
          <Select
            value={memberId}
            onChange={setMemberId}
            choices={members.map(({ id, name, role }) => ({ value: id, label: name, description: t(`role.${role}`) }))}
          />
        </Field>
      )}
      <Field label={t("form.passphrase")} error={isEmpty ? t("form.empty") : refusal}>
        <PasswordInput ref={passphrase} autoComplete="current-password" onFilledChange={() => setEmpty(false)} />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {isLocked ? t("form.unlock") : t("form.signIn")}
        </Button>
        {isBusy ? (
          <span role="status" className="text-sm text-ink-soft">
            {t("form.opening")}
          </span>
        ) : (
          <Button variant="ghost" onClick={onLostPassphrase}>
            {t("form.lost")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}
