import { useEffect, useRef, useState } from "react";
import { fieldProblem, problemNotice, type MemberId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { CheckList } from "../check-list.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { useMemberList, useTeamActions } from "../use-people.ts";

/** Names a team and says who is in it. */
export function NewTeam({ onGo }: { readonly onGo: Go }) {
  const members = useMemberList();
  const notify = useNotify();
  const { create } = useTeamActions();
  const [name, setName] = useState("");
  const [isNameless, setNameless] = useState(false);
  const [chosen, choose] = useState<ReadonlySet<MemberId>>(new Set());
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async (): Promise<void> => {
    setNameless(name.trim() === "");
    if (name.trim() === "") return;
    const outcome = await create.run(name.trim(), [...chosen]);
    if (outcome.kind === "failed") return;
    notify({ title: t("team.created", { name: outcome.value.name }) });
    onGo({ kind: "teams", id: outcome.value.id });
  };
  const { problem } = create;
  const refusal = fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined);
  return (
    <>
      <h2 className="mb-5 text-lg font-semibold">{t("team.new")}</h2>
      <Form label={t("team.new")} onSubmit={() => void submit()}>
        {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("team.name")} hint={t("team.nameHint")} error={isNameless ? t("problem.name") : refusal}>
          <Input ref={first} value={name} onChange={setName} maxLength={80} />
        </Field>
        <CheckList
          label={t("team.members")}
          hint={t("team.membersHint")}
          items={members.map(({ id, name: label, role }) => ({ id, name: label, note: t(`role.${role}`) }))}
          chosen={chosen}
          onChange={choose}
        />
        <FormActions>
          <Button type="submit" variant="primary" isBusy={create.isBusy}>
            {t("team.create")}
          </Button>
          <Button variant="ghost" onClick={() => onGo({ kind: "teams", id: null })}>
            {t("cancel")}
          </Button>
        </FormActions>
      </Form>
    </>
  );
}
