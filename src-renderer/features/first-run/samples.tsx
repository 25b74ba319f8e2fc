import { useState } from "react";
import { fieldProblem, problemNotice, type Failure, type Problem, type SampleConnector } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Checkbox } from "../../ui/fields/checkbox.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { t } from "./messages.ts";

export type SampleChoice = { readonly key: SampleConnector["key"]; readonly folder?: string };

export type SamplesProps = {
  readonly samples:
    | { readonly kind: "loading" }
    | { readonly kind: "failed"; readonly failure: Failure }
    | { readonly kind: "ready"; readonly data: readonly SampleConnector[] };
  readonly onAdd: (samples: readonly SampleChoice[]) => void;
  readonly onSkip: () => void;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
};

/** Offers a few servers, so that there is something to approve a minute later. */
export function Samples({ samples, onAdd, onSkip, isBusy, problem }: SamplesProps) {
  const [chosen, setChosen] = useState<ReadonlySet<SampleConnector["key"]>>(new Set(["everything", "memory"]));
  const [folder, setFolder] = useState("");
  const [needsFolder, setNeedsFolder] = useState(false);
  if (samples.kind === "loading") return <Skeleton rows={3} />;
  if (samples.kind === "failed") {
    return <ErrorState {...samples.failure} action={<Button onClick={onSkip}>{t("samples.skip")}</Button>} />;
  }
  const wanted = samples.data.filter(({ key }) => chosen.has(key));

  const toggle = (key: SampleConnector["key"], isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  const submit = (): void => {
    const isMissing = folder.trim() === "" && wanted.some((sample) => sample.needsFolder);
    setNeedsFolder(isMissing);
    if (isMissing || wanted.length === 0) return;
    onAdd(
      wanted.map((sample) => (sample.needsFolder ? { key: sample.key, folder: folder.trim() } : { key: sample.key })),
    );
  };
  const isRefused = needsFolder || problem?.code === "folder_not_found";
  const folderProblem = isRefused ? t("samples.folderNeeded") : fieldProblem(problem, "/folder");
  return (
    <Form label={t("samples.title")} onSubmit={submit}>
      {problem !== null && folderProblem === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      {samples.data.map((sample) => (
        <div
          key={sample.key}
          className="flex flex-col gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2.5"
        >
          <Checkbox
            checked={chosen.has(sample.key)}
            onChange={(isChosen) => toggle(sample.key, isChosen)}
            label={sample.title}
            description={sample.purpose}
          />
          {sample.needsFolder && chosen.has(sample.key) && (
            <Field label={t("samples.folder")} hint={t("samples.folderHint")} error={folderProblem} className="pl-6">
              <Input value={folder} onChange={setFolder} isMono maxLength={4096} />
            </Field>
          )}
        </div>
      ))}
      <FormActions>
        <Button
          type="submit"
          variant="primary"
          isBusy={isBusy}
          disabledReason={wanted.length === 0 ? t("samples.none") : undefined}
        >
          {t("samples.add", { count: wanted.length })}
        </Button>
        <Button variant="ghost" onClick={onSkip} disabled={isBusy}>
          {t("samples.skip")}
        </Button>
      </FormActions>
    </Form>
  );
}
