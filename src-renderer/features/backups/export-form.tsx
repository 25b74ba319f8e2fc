import { useRef, useState } from "react";
import { problemNotice, type ExportOutput, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { Textarea } from "../../ui/fields/textarea.tsx";
import { t } from "./messages.ts";
import { parseRecipients } from "./recipients.ts";
import { useBackupActions, type Protection } from "./use-backups.ts";
import { useEmptied } from "./use-emptied.ts";

type Missing = Partial<Record<"own" | "file" | "again" | "recipients", string>>;
const KINDS = ["passphrase", "recipients"] as const;
const LEAST_LENGTH = 8;

/** Asks how the file is protected, and for the passphrase again. The fields keep what is typed; nothing else does. */
export function ExportForm({ onWritten }: { readonly onWritten: (output: ExportOutput) => void }) {
  const { exportFile } = useBackupActions();
  const [kind, setKind] = useState<Protection["kind"]>("passphrase");
  const [recipients, setRecipients] = useState("");
  const [folder, setFolder] = useState("");
  const [missing, setMissing] = useState<Missing>({});
  const own = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const empty = useEmptied([own, file, again]);

  const submit = async (): Promise<void> => {
    const passphrase = own.current?.value ?? "";
    const filePassphrase = file.current?.value ?? "";
    const list = parseRecipients(recipients);
    const found: Missing = {
      ...(passphrase === "" && { own: t("problem.passphrase") }),
      ...(kind === "passphrase" && filePassphrase.length < LEAST_LENGTH && { file: t("problem.short") }),
      ...(kind === "passphrase" && filePassphrase !== again.current?.value && { again: t("problem.differs") }),
      ...(kind === "recipients" && list === null && { recipients: t("problem.recipients") }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const protection: Protection =
      kind === "recipients" && list !== null ? { kind, recipients: list } : { kind: "passphrase", filePassphrase };
    const outcome = await exportFile.run(passphrase, folder, protection);
    if (outcome.kind === "failed") return;
    empty();
    onWritten(outcome.value);
  };
  const refusal = refusalOf(exportFile.problem);
  return (
    <Form label={t("export.title")} onSubmit={() => void submit()}>
      {exportFile.problem !== null && refusal === undefined && (
        <Banner kind="ours" {...problemNotice(exportFile.problem)} />
      )}
      <Field label={t("export.opens")} isComposite>
        <RadioCards
          value={kind}
          onChange={setKind}
          columns={2}
          choices={KINDS.map((value) => ({
            value,
            label: t(`export.opens.${value}`),
            description: t(`export.opens.${value}.text`),
          }))}
        />
      </Field>
      {kind === "passphrase" ? (
        <>
          <Field label={t("export.filePassphrase")} hint={t("export.filePassphraseHint")} error={missing.file}>
            <PasswordInput ref={file} autoComplete="new-password" />
          </Field>
          <Field label={t("export.again")} error={missing.again}>
            <PasswordInput ref={again} autoComplete="new-password" />
          </Field>
        </>
      ) : (
        <Field label={t("export.recipients")} hint={t("export.recipientsHint")} error={missing.recipients}>
          <Textarea value={recipients} onChange={setRecipients} isMono rows={3} />
        </Field>
      )}
      <Field label={t("folder")} hint={t("folder.hint")} isOptional>
        <Input value={folder} onChange={setFolder} isMono maxLength={4096} />
      </Field>
      <Field label={t("passphrase")} hint={t("export.passphraseHint")} error={missing.own ?? refusal}>
        <PasswordInput ref={own} autoComplete="current-password" />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={exportFile.isBusy}>
          {t("export.submit")}
        </Button>
        {exportFile.isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("deriving")}
          </span>
        )}
      </FormActions>
    </Form>
  );
}

/** A wrong passphrase of one's own is said at its field. */
function refusalOf(problem: Problem | null): string | undefined {
  const isPassphrase = problem?.code === "wrong_passphrase" || problem?.code === "too_many_attempts";
  return isPassphrase ? problem.message : undefined;
}
