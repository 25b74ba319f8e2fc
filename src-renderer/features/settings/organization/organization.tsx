import { useState } from "react";
import { fieldProblem, problemNotice, useAction, useMember, useStudio } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";

/** What the organization is called. */
export function Organization() {
  const { org } = useMember();
  const { api, refreshState } = useStudio();
  const notify = useNotify();
  const [name, setName] = useState(org.name);
  const [isEmpty, setEmpty] = useState(false);
  const rename = useAction((next: string) => api.orgs.rename({ name: next }));
  const submit = async (): Promise<void> => {
    const next = name.trim();
    setEmpty(next === "");
    if (next === "") return;
    const outcome = await rename.run(next);
    if (outcome.kind === "failed") return;
    refreshState();
    notify({ title: t("org.renamed", { name: next }) });
  };
  const { problem } = rename;
  const refusal = fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined);
  return (
    <Panel title={t("org.title")}>
      <Form label={t("org.title")} onSubmit={() => void submit()}>
        {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("org.name")} error={isEmpty ? t("org.nameEmpty") : refusal}>
          <Input value={name} onChange={setName} maxLength={80} />
        </Field>
        <FormActions>
          <Button type="submit" isBusy={rename.isBusy}>
            {t("org.rename")}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}
