import { FileText } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { fieldProblem, problemNotice, type OrgSummary, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { t } from "../messages.ts";
import { PassphraseFields } from "../passphrase-fields.tsx";
import { parseInvitationFile } from "./invitation-file.ts";

export type AnswerFormProps = {
  readonly org: OrgSummary;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onAnswer: (code: string, passphrase: string) => void;
  readonly onBack: () => void;
};

type Missing = Partial<Record<"code" | "passphrase" | "confirm", string>>;
const CODE_PROBLEMS: ReadonlySet<string> = new Set(["invitation_invalid", "invitation_expired"]);

/** The code (typed, or out of the file) and a passphrase. All of it stays in the fields. */
export function AnswerForm({ org, isBusy, problem, onAnswer, onBack }: AnswerFormProps) {
  const [missing, setMissing] = useState<Missing>({});
  const [paper, setPaper] = useState<string | null>(null);
  const [code, passphrase, confirm] = [
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
  ];
  useEffect(() => code.current?.focus(), [code]);

  const submit = (): void => {
    const [typed, next, again] = [code, passphrase, confirm].map(({ current }) => current?.value ?? "");
    if (typed === undefined || next === undefined) return;
    const found: Missing = {
      ...(typed.trim() === "" && { code: t("answer.codeEmpty") }),
      ...(next.length < 8 && { passphrase: t("problem.passphraseShort") }),
      ...(next !== again && { confirm: t("problem.confirmDiffers") }),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) onAnswer(typed.trim(), next);
  };
  const take = async (file: File): Promise<void> => {
    const read = readPaper(await file.text(), org);
    setPaper(read.kind === "fits" ? read.words : null);
    setMissing(read.kind === "fits" ? {} : { code: read.words });
    if (code.current !== null) code.current.value = read.kind === "fits" ? read.code : "";
    if (read.kind === "fits") passphrase.current?.focus();
  };
  const codeProblem = problem !== null && CODE_PROBLEMS.has(problem.code) ? problem.message : undefined;
  return (
    <Form label={t("answer.title")} onSubmit={submit}>
      {problem !== null && codeProblem === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("answer.code")} hint={paper ?? t("answer.codeHint")} error={missing.code ?? codeProblem}>
        <PasswordInput ref={code} onInput={() => setPaper(null)} />
      </Field>
      <FileButton onChosen={(file) => void take(file)} />
      <PassphraseFields
        label={t("answer.passphrase")}
        passphrase={passphrase}
        confirm={confirm}
        problem={missing.passphrase ?? fieldProblem(problem, "/passphrase")}
        confirmProblem={missing.confirm}
      />
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {t("answer.submit")}
        </Button>
        {isBusy ? (
          <span role="status" className="text-sm text-ink-soft">
            {t("answer.busy")}
          </span>
        ) : (
          <Button variant="ghost" onClick={onBack}>
            {t("answer.back")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}

type ReadPaper =
  | { readonly kind: "fits"; readonly code: string; readonly words: string }
  | { readonly kind: "refused"; readonly words: string };

function readPaper(text: string, org: OrgSummary): ReadPaper {
  const paper = parseInvitationFile(text);
  if (paper === null) return { kind: "refused", words: t("answer.fileBad") };
  if (paper.orgId !== org.id) return { kind: "refused", words: t("answer.fileOther", { org: paper.orgName }) };
  if (paper.expiresAt < Date.now()) return { kind: "refused", words: t("answer.fileLate") };
  const until = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" }).format(paper.expiresAt);
  return { kind: "fits", code: paper.code, words: t("answer.fileFor", { name: paper.name, until }) };
}

function FileButton({ onChosen }: { readonly onChosen: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="-mt-1.5">
      <Button size="small" icon={FileText} onClick={() => input.current?.click()}>
        {t("answer.file")}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t("answer.file")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onChosen(file);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
