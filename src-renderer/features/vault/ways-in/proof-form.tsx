import { useEffect, useRef, useState } from "react";
import { problemNotice, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";

export type ProofFormProps = {
  readonly title: string;
  /** What will happen. */
  readonly text: string;
  readonly submit: string;
  readonly isDanger?: boolean | undefined;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onProve: (passphrase: string) => void;
  readonly onCancel: () => void;
};

/** Asks for the passphrase again before a way in is made or taken away. The field is emptied as soon as it was read. */
export function ProofForm(props: ProofFormProps) {
  const { isBusy, problem } = props;
  const field = useRef<HTMLInputElement>(null);
  const [isEmpty, setEmpty] = useState(false);
  useEffect(() => {
    const element = field.current;
    return () => {
      if (element !== null) element.value = "";
    };
  }, []);
  const submit = (): void => {
    const passphrase = field.current?.value ?? "";
    setEmpty(passphrase === "");
    if (passphrase === "") return;
    if (field.current !== null) field.current.value = "";
    props.onProve(passphrase);
  };
  const refusal = refusalOf(problem);
  return (
    <Form label={props.title} onSubmit={submit}>
      <p className="text-sm">{props.text}</p>
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("proof.passphrase")} error={isEmpty ? t("passphrase.empty") : refusal}>
        <PasswordInput ref={field} autoComplete="current-password" />
      </Field>
      <FormActions>
        <Button type="submit" variant={props.isDanger === true ? "danger" : "primary"} isBusy={isBusy}>
          {props.submit}
        </Button>
        <Button variant="ghost" onClick={props.onCancel}>
          {t("proof.cancel")}
        </Button>
        {isBusy && <Deriving />}
      </FormActions>
    </Form>
  );
}

/** A wrong passphrase is said at its field. */
export function refusalOf(problem: Problem | null): string | undefined {
  const isPassphrase = problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts";
  return isPassphrase ? problem.message : undefined;
}

/** Says why it takes a moment. */
export function Deriving() {
  return (
    <span role="status" className="text-sm text-ink-soft">
      {t("passphrase.busy")}
    </span>
  );
}
