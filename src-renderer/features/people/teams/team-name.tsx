import { useState } from "react";
import { fieldProblem, problemNotice, type TeamDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { useTeamActions } from "../use-people.ts";

/** Another name for a team. */
export function TeamName({ team }: { readonly team: TeamDetail }) {
  const notify = useNotify();
  const { rename } = useTeamActions();
  const [name, setName] = useState(team.name);
  const [isNameless, setNameless] = useState(false);
  const submit = async (): Promise<void> => {
    const next = name.trim();
    setNameless(next === "");
    if (next === "" || next === team.name) return;
    const outcome = await rename.run(team.id, next);
    if (outcome.kind === "done") notify({ title: t("team.renamed", { name: next }) });
  };
  const { problem } = rename;
  const refusal = fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined);
  return (
    <Panel title={t("team.rename")}>
      <Form label={t("team.rename")} onSubmit={() => void submit()}>
        {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("team.name")} error={isNameless ? t("problem.name") : refusal}>
          <Input value={name} onChange={setName} maxLength={80} />
        </Field>
        <FormActions>
          <Button type="submit" disabled={name.trim() === team.name} isBusy={rename.isBusy}>
            {t("team.rename")}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}
