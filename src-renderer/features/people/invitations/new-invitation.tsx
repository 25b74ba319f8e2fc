import { useEffect, useRef, useState } from "react";
import {
  fieldProblem,
  problemNotice,
  type InvitationDetail,
  type InvitationId,
  type Role,
  type TeamId,
} from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { CheckList } from "../check-list.tsx";
import { t } from "../messages.ts";
import { RoleCards } from "../role-cards.tsx";
import { useInvitationActions, useTeamList } from "../use-people.ts";
import { ShownInvitation } from "./shown-invitation.tsx";

export type NewInvitationProps = {
  readonly onDone: (id: InvitationId) => void;
  readonly onCancel: () => void;
};

type Made = { readonly invitation: InvitationDetail; readonly code: string; readonly file: string };

const DAYS = ["1", "3", "7", "14", "30"] as const;
type Days = (typeof DAYS)[number];

/** Invites a person, and shows the code and the file once. */
export function NewInvitation({ onDone, onCancel }: NewInvitationProps) {
  const teams = useTeamList();
  const { invite } = useInvitationActions();
  // The code lives in this component alone and is gone with it.
  const [made, setMade] = useState<Made | null>(null);
  const [name, setName] = useState("");
  const [isNameless, setNameless] = useState(false);
  const [role, setRole] = useState<Role>("member");
  const [chosen, choose] = useState<ReadonlySet<TeamId>>(new Set());
  const [days, setDays] = useState<Days>("7");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (made !== null) return <ShownInvitation {...made} onDone={() => onDone(made.invitation.id)} />;

  const submit = async (): Promise<void> => {
    setNameless(name.trim() === "");
    if (name.trim() === "") return;
    const outcome = await invite.run({ name: name.trim(), role, teamIds: [...chosen], days: Number(days) });
    if (outcome.kind === "done") setMade(outcome.value);
  };
  const { problem } = invite;
  const refusal = fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined);
  return (
    <>
      <h2 className="mb-5 text-lg font-semibold">{t("new.title")}</h2>
      <Form label={t("new.title")} onSubmit={() => void submit()}>
        {problem !== null && refusal === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("new.name")} hint={t("new.nameHint")} error={isNameless ? t("problem.name") : refusal}>
          <Input ref={first} value={name} onChange={setName} maxLength={80} />
        </Field>
        <Field label={t("new.role")} isComposite>
          <RoleCards value={role} onChange={setRole} />
        </Field>
        <CheckList
          label={t("new.teams")}
          items={teams}
          chosen={chosen}
          onChange={choose}
          emptyText={t("new.teamsNone")}
        />
        <Field label={t("new.days")} isComposite className="max-w-40">
          <Select
            value={days}
            onChange={setDays}
            choices={DAYS.map((value) => ({ value, label: t("new.day", { count: Number(value) }) }))}
          />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" isBusy={invite.isBusy}>
            {t("new.submit")}
          </Button>
          <Button variant="ghost" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </FormActions>
      </Form>
    </>
  );
}
