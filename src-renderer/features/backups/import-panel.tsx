import { useRef, useState } from "react";
import { problemNotice, type ImportOutput } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { PasswordInput } from "../../ui/fields/password-input.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { LeftOut } from "./left-out.tsx";
import { t } from "./messages.ts";
import { useBackupActions, type Opening } from "./use-backups.ts";
import { useEmptied } from "./use-emptied.ts";

/** Takes credentials from an export into this organization. */
export function ImportPanel() {
  const [output, setOutput] = useState<ImportOutput | null>(null);
  const content = useRef<HTMLDivElement>(null);
  useRegainedFocus(output, () => content.current?.querySelector("button, input"));
  return (
    <Panel title={t("import.title")} description={t("import.text")}>
      <div ref={content}>
        {output === null ? (
          <ImportForm onImported={setOutput} />
        ) : (
          <Imported output={output} onDone={() => setOutput(null)} />
        )}
      </div>
    </Panel>
  );
}

const KINDS = ["passphrase", "identity"] as const;
type Missing = Partial<Record<"path" | "secret", string>>;

function ImportForm({ onImported }: { readonly onImported: (output: ImportOutput) => void }) {
  const { importFile } = useBackupActions();
  const [path, setPath] = useState("");
  const [kind, setKind] = useState<Opening["kind"]>("passphrase");
  const [missing, setMissing] = useState<Missing>({});
  const secret = useRef<HTMLInputElement>(null);
  const empty = useEmptied([secret]);
  const submit = async (): Promise<void> => {
    const value = secret.current?.value ?? "";
    const found: Missing = {
      ...(path.trim() === "" && { path: t("problem.path") }),
      ...(value.trim() === "" && { secret: t(`problem.${kind}`) }),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const opening: Opening = kind === "passphrase" ? { kind, filePassphrase: value } : { kind, identity: value.trim() };
    const outcome = await importFile.run(path.trim(), opening);
    empty();
    if (outcome.kind === "done") onImported(outcome.value);
  };
  return (
    <Form label={t("import.title")} onSubmit={() => void submit()}>
      {importFile.problem !== null && <Banner kind="ours" {...problemNotice(importFile.problem)} />}
      <Field label={t("import.path")} hint={t("path.hint")} error={missing.path}>
        <Input value={path} onChange={setPath} isMono maxLength={4096} />
      </Field>
      <Field label={t("import.opens")} isComposite>
        <RadioCards
          value={kind}
          onChange={(next) => {
            empty();
            setKind(next);
          }}
          columns={2}
          choices={KINDS.map((value) => ({
            value,
            label: t(`import.opens.${value}`),
            description: t(`import.opens.${value}.text`),
          }))}
        />
      </Field>
      <Field label={t(`import.secret.${kind}`)} error={missing.secret}>
        <PasswordInput ref={secret} />
      </Field>
      <FormActions>
        <Button type="submit" isBusy={importFile.isBusy}>
          {t("import.submit")}
        </Button>
        {importFile.isBusy && (
          <span role="status" className="text-sm text-ink-soft">
            {t("deriving")}
          </span>
        )}
      </FormActions>
    </Form>
  );
}

function Imported({ output, onDone }: { readonly output: ImportOutput; readonly onDone: () => void }) {
  const { created, leftOut, signedBy } = output;
  return (
    <div role="status" className="flex flex-col gap-3">
      <div className="text-sm">
        <p className="font-medium">{t("import.done", { count: created.length })}</p>
        <p className="text-sm text-ink-soft">{t(`import.signedBy.${signedBy.kind}`, { org: signedBy.orgName })}</p>
        <ul className="mt-1 flex list-disc flex-col pl-4">
          {created.map((name) => (
            <li key={name} className="wrap-anywhere">
              {name}
            </li>
          ))}
        </ul>
      </div>
      <LeftOut items={leftOut} />
      <div className="flex items-center gap-3">
        <Button onClick={onDone}>{t("done")}</Button>
        <a href="#/credentials" className="rounded-xs text-sm font-medium text-accent-ink hover:underline">
          {t("import.look")}
        </a>
      </div>
    </div>
  );
}
