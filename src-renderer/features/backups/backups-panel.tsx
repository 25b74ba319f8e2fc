import { Archive, ArchiveRestore } from "lucide-react";
import { useState } from "react";
import { problemNotice, type BackupFacts } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { EmptyState } from "../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";
import { sizeWords } from "./sizes.ts";
import { useBackupActions, useBackups } from "./use-backups.ts";

export type BackupsPanelProps = { readonly onLook: (path: string) => void };

/** Makes a backup, and lists those in the studio's home. */
export function BackupsPanel({ onLook }: BackupsPanelProps) {
  const backups = useBackups();
  return (
    <Panel title={t("backups.title")} description={t("backups.text")} isFlush>
      <div className="border-b border-line p-4">
        <BackUpForm />
      </div>
      {backups.kind === "loading" && <Skeleton rows={2} />}
      {backups.kind === "failed" && <ErrorState {...backups.failure} />}
      {backups.kind === "ready" && backups.data.length === 0 && (
        <EmptyState icon={Archive} title={t("backups.empty")}>
          {t("backups.emptyText")}
        </EmptyState>
      )}
      {backups.kind === "ready" && backups.data.length > 0 && (
        <ul aria-label={t("backups.list")}>
          {backups.data
            .toSorted((a, b) => b.at - a.at)
            .map((backup) => (
              <BackupRow key={backup.path} backup={backup} onLook={() => onLook(backup.path)} />
            ))}
        </ul>
      )}
    </Panel>
  );
}

function BackUpForm() {
  const notify = useNotify();
  const { create } = useBackupActions();
  const [folder, setFolder] = useState("");
  const submit = async (): Promise<void> => {
    const outcome = await create.run(folder);
    if (outcome.kind === "done") notify({ title: t("create.done"), description: outcome.value.path });
  };
  return (
    <Form label={t("create.title")} onSubmit={() => void submit()}>
      {create.problem !== null && <Banner kind="ours" {...problemNotice(create.problem)} />}
      <details>
        <summary className="cursor-default text-sm text-ink-soft">{t("create.elsewhere")}</summary>
        <div className="mt-2">
          <Field label={t("folder")} hint={t("folder.hint")} isOptional>
            <Input value={folder} onChange={setFolder} isMono maxLength={4096} />
          </Field>
        </div>
      </details>
      <FormActions>
        <Button type="submit" variant="primary" icon={Archive} isBusy={create.isBusy}>
          {t("create.submit")}
        </Button>
      </FormActions>
    </Form>
  );
}

function BackupRow({ backup, onLook }: { readonly backup: BackupFacts; readonly onLook: () => void }) {
  const { orgName, at, bytes, path, problem } = backup;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="flex flex-wrap gap-x-2">
          <span className="font-medium wrap-anywhere">{orgName}</span>
          <RelativeTime at={at} />
          <span className="text-ink-soft">{sizeWords(bytes)}</span>
        </p>
        <code className="block font-mono text-xs wrap-anywhere text-ink-soft">{path}</code>
        {problem !== null && <p className="text-xs text-amber wrap-anywhere">{problem}</p>}
      </div>
      <Button size="small" icon={ArchiveRestore} aria-label={t("backups.lookLabel", { path })} onClick={onLook}>
        {t("backups.look")}
      </Button>
    </li>
  );
}
