import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useMember, type TeamDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { useTeamActions } from "../use-people.ts";
import { TeamMembers } from "./team-members.tsx";
import { TeamName } from "./team-name.tsx";

export type TeamViewProps = { readonly team: TeamDetail; readonly onRemoved: () => void };

/** One team: who is in it, and for admins its name, its members and its end. */
export function TeamView({ team, onRemoved }: TeamViewProps) {
  const { may } = useMember();
  const isAdmin = may("admin");
  return (
    <article aria-label={team.name} className="flex max-w-180 flex-col gap-6">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{team.name}</h2>
        {isAdmin && <RemoveTeam team={team} onRemoved={onRemoved} />}
      </header>
      <KeyValues
        items={[
          ...(isAdmin ? [] : [{ id: "members", label: t("team.members"), value: <Names team={team} /> }]),
          { id: "secrets", label: t("team.secrets"), value: t("team.row.secrets", { count: team.secrets }) },
          { id: "created", label: t("team.created.at"), value: <RelativeTime at={team.createdAt} /> },
        ]}
      />
      {isAdmin && (
        <>
          <TeamMembers key={team.members.map(({ id }) => id).join(" ")} team={team} />
          <TeamName key={team.name} team={team} />
        </>
      )}
    </article>
  );
}

function Names({ team }: { readonly team: TeamDetail }) {
  if (team.members.length === 0) return t("team.row.members", { count: 0 });
  return (
    <ul className="flex flex-col gap-0.5">
      {team.members.map(({ id, name }) => (
        <li key={id} className="wrap-anywhere">
          {name}
        </li>
      ))}
    </ul>
  );
}

function RemoveTeam({ team, onRemoved }: TeamViewProps) {
  const notify = useNotify();
  const { remove } = useTeamActions();
  const [isAsking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(team.id);
    setAsking(false);
    if (outcome.kind === "failed") {
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
      return;
    }
    notify({ title: t("team.removed", { name: team.name }) });
    onRemoved();
  };
  return (
    <>
      <Button size="small" icon={Trash2} className="ml-auto" onClick={() => setAsking(true)}>
        {t("team.remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("team.removeTitle", { name: team.name })}
        consequence={t("team.removeText", { secrets: team.secrets, members: team.members.length })}
        confirmLabel={t("team.removeConfirm")}
        isBusy={remove.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
