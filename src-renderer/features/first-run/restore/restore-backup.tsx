import { useEffect, useRef, useState } from "react";
import { problemNotice, useAction, useStudio, type BackupFacts } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";
import { FoundBackup } from "./found-backup.tsx";

export type RestoreBackupProps = {
  readonly onRestored: (orgId: string) => void;
  readonly onBack: () => void;
};

/** Brings an organization back from a file: what the file says comes first, then what restoring it does. */
export function RestoreBackup({ onRestored, onBack }: RestoreBackupProps) {
  const { api } = useStudio();
  const [facts, setFacts] = useState<BackupFacts | null>(null);
  const inspect = useAction((path: string) => api.backups.inspect({ path }));
  const restore = useAction((path: string, replace: boolean) => api.backups.restore({ path, replace }));
  const look = async (path: string): Promise<void> => {
    restore.reset();
    setFacts(null);
    const outcome = await inspect.run(path);
    if (outcome.kind === "done") setFacts(outcome.value);
  };
  const bring = async ({ path, isHere }: BackupFacts): Promise<void> => {
    const outcome = await restore.run(path, isHere);
    if (outcome.kind === "done") onRestored(outcome.value.orgId);
  };
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-1.5">
        <h1 className="text-xl font-semibold">{t("restore.title")}</h1>
        <p className="text-base text-ink-soft">{t("restore.text")}</p>
      </header>
      <PathForm
        isBusy={inspect.isBusy}
        problem={inspect.problem?.message}
        onLook={(path) => void look(path)}
        onBack={onBack}
      />
      {restore.problem !== null && <Banner kind="ours" {...problemNotice(restore.problem)} />}
      {facts !== null && (
        <FoundBackup key={facts.path} facts={facts} isBusy={restore.isBusy} onRestore={() => void bring(facts)} />
      )}
    </div>
  );
}

type PathFormProps = {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onLook: (path: string) => void;
  readonly onBack: () => void;
};

function PathForm({ isBusy, problem, onLook, onBack }: PathFormProps) {
  const [path, setPath] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (): void => {
    setEmpty(path.trim() === "");
    if (path.trim() !== "") onLook(path.trim());
  };
  return (
    <Form label={t("restore.title")} onSubmit={submit}>
      <Field label={t("restore.path")} hint={t("restore.pathHint")} error={isEmpty ? t("restore.pathEmpty") : problem}>
        <Input ref={field} value={path} onChange={setPath} isMono maxLength={4096} />
      </Field>
      <FormActions>
        <Button type="submit" isBusy={isBusy}>
          {t("restore.look")}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          {t("restore.back")}
        </Button>
      </FormActions>
    </Form>
  );
}
