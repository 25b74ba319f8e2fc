import { useEffect, useRef, useState } from "react";
import { fieldProblem, problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions, FormRow } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { t } from "./messages.ts";
import { PassphraseFields } from "./passphrase-fields.tsx";

export type OrganizationInput = { readonly orgName: string; readonly memberName: string; readonly passphrase: string };

export type OrganizationFormProps = {
  readonly title: string;
  readonly onCreate: (input: OrganizationInput) => void;
  readonly onBack: (() => void) | undefined;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
};

type Missing = Partial<Record<"orgName" | "memberName" | "passphrase" | "confirm", string>>;

/** Names the organization and its first admin, and sets the passphrase of the vault. */
export function OrganizationForm({ title, onCreate, onBack, isBusy, problem }: OrganizationFormProps) {
  const [orgName, setOrgName] = useState("");
  const [memberName, setMemberName] = useState("");
  const [missing, setMissing] = useState<Missing>({});
  const first = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);

  useEffect(() => first.current?.focus(), []);

  const submit = (): void => {
    const input = {
      orgName: orgName.trim(),
      memberName: memberName.trim(),
      passphrase: passphrase.current?.value ?? "",
    };
    const found = missingIn(input, confirm.current?.value ?? "");
    setMissing(found);
    if (Object.keys(found).length === 0) onCreate(input);
  };
  const nameTaken = problem?.code === "name_taken" ? problem.message : undefined;
  const isAboutField = nameTaken !== undefined || (problem !== null && problem.fields.length > 0);
  return (
    <Form label={title} onSubmit={submit}>
      {problem !== null && !isAboutField && <Banner kind="ours" {...problemNotice(problem)} />}
      <FormRow>
        <Field
          label={t("org.name")}
          hint={t("org.nameHint")}
          error={missing.orgName ?? fieldProblem(problem, "/orgName") ?? nameTaken}
        >
          <Input value={orgName} onChange={setOrgName} maxLength={80} ref={first} autoComplete="organization" />
        </Field>
        <Field
          label={t("org.memberName")}
          hint={t("org.memberHint")}
          error={missing.memberName ?? fieldProblem(problem, "/memberName")}
        >
          <Input value={memberName} onChange={setMemberName} maxLength={80} autoComplete="name" />
        </Field>
      </FormRow>
      <PassphraseFields
        label={t("org.passphrase")}
        passphrase={passphrase}
        confirm={confirm}
        problem={missing.passphrase ?? fieldProblem(problem, "/passphrase")}
        confirmProblem={missing.confirm}
      />
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("org.create")}
        </Button>
        {isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("org.creating")}
          </span>
        )}
        {!isBusy && onBack !== undefined && (
          <Button variant="ghost" onClick={onBack}>
            {t("org.back")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}

function missingIn({ orgName, memberName, passphrase }: OrganizationInput, confirm: string): Missing {
  return {
    ...(orgName === "" && { orgName: t("problem.nameEmpty") }),
    ...(memberName === "" && { memberName: t("problem.memberEmpty") }),
    ...(passphrase.length < 8 && { passphrase: t("problem.passphraseShort") }),
    ...(passphrase !== confirm && { confirm: t("problem.confirmDiffers") }),
  };
}
