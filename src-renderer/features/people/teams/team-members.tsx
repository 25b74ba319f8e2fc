import { useState } from "react";
import { problemNotice, type MemberId, type TeamDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { CheckList } from "../check-list.tsx";
import { t } from "../messages.ts";
import { useMemberList, useTeamActions } from "../use-people.ts";

/** Who is in the team, with what joining and leaving does to its key before it is done. */
export function TeamMembers({ team }: { readonly team: TeamDetail }) {
  const members = useMemberList();
  const notify = useNotify();
  const { setMembers } = useTeamActions();
  const before: ReadonlySet<string> = new Set(team.members.map(({ id }) => id));
  const inTeam = members.filter(({ id }) => before.has(id)).map(({ id }) => id);
  // Until a box is touched the list may still be on its way.
  const [touched, choose] = useState<ReadonlySet<MemberId> | null>(null);
  const chosen = touched ?? new Set(inTeam);
  const joins = [...chosen].filter((id) => !before.has(id)).length;
  const leaves = inTeam.filter((id) => !chosen.has(id)).length;
  const save = async (): Promise<void> => {
    if (joins + leaves === 0) return;
    const outcome = await setMembers.run(team.id, [...chosen]);
    if (outcome.kind === "done") notify({ title: t("team.saved", { name: team.name }) });
  };
  return (
    <Panel title={t("team.members")}>
      <Form label={t("team.members")} onSubmit={() => void save()}>
        {setMembers.problem !== null && <Banner kind="ours" {...problemNotice(setMembers.problem)} />}
        <CheckList
          label={t("team.members")}
          hint={t("team.membersHint")}
          items={members.map(({ id, name, role }) => ({ id, name, note: t(`role.${role}`) }))}
          chosen={chosen}
          onChange={choose}
        />
        {joins > 0 && <p className="text-sm text-ink-soft">{t("team.joins", { count: joins })}</p>}
        {leaves > 0 && (
          <p className="text-sm text-ink-soft">{t("team.leaves", { count: leaves, secrets: team.secrets })}</p>
        )}
        <FormActions>
          <Button type="submit" disabled={joins + leaves === 0} isBusy={setMembers.isBusy}>
            {t("team.save")}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}
