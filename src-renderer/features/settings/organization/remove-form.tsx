import { useEffect, useRef, useState } from "react";
import { problemNotice, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";

export type RemoveFormProps = {
  readonly orgName: string;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onRemove: (name: string, passphrase: string) => void;
  readonly onCancel: () => void;
};

type Missing = Partial<Record<"name" | "passphrase", string>>;

/** The organization's name and the admin's passphrase, both typed by hand. */
export function RemoveForm({ orgName, isBusy, problem, onRemove, onCancel }: RemoveFormProps) {
  const [name, setName] = useState("");
  const [missing, setMissing] = useState<Missing>({});
  const first = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (): void => {
    const typed = passphrase.current?.value ?? "";
    const found: Missing = {
      ...(name.trim() !== orgName && { name: t("remove.nameDiffers") }),
      ...(typed === "" && { passphrase: t("remove.passphraseEmpty") }),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) onRemove(name.trim(), typed);
  };
  const refusal =
    problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts" ? problem.message : undefined;
  return (
    <Form label={t("remove.title")} onSubmit={submit} className="w-full">
      {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("remove.name", { name: orgName })} error={missing.name}>
        <Input ref={first} value={name} onChange={setName} maxLength={80} />
      </Field>
      <Field label={t("remove.passphrase")} error={missing.passphrase ?? refusal}>
        <PasswordInput ref={passphrase} autoComplete="current-password" />
      </Field>
      <div className="flex items-center gap-2 pt-1">
        <Button type="submit" variant="danger" isBusy={isBusy}>
          {t("remove.submit", { name: orgName })}
        </Button>
        {isBusy ? (
          <span role="status" className="text-sm text-ink-soft">
            {t("remove.busy")}
          </span>
        ) : (
          <Button variant="ghost" onClick={onCancel}>
            {t("remove.cancel")}
          </Button>
        )}
      </div>
    </Form>
  );
}
