import { Plus, UsersRound } from "lucide-react";
import { useMember, type TeamDetail, type TeamId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { useTeams } from "../use-people.ts";
import { NewTeam } from "./new-team.tsx";
import { TeamView } from "./team-view.tsx";

export type TeamsPartProps = { readonly id: TeamId | null; readonly isNew: boolean; readonly onGo: Go };

/** The teams: the list, one of them, or the form that makes one. */
export function TeamsPart({ id, isNew, onGo }: TeamsPartProps) {
  const teams = useTeams();
  if (teams.kind === "loading") return <Skeleton />;
  if (teams.kind === "failed") return <ErrorState {...teams.failure} />;
  if (teams.data.length === 0 && !isNew) return <NoTeam onGo={onGo} />;
  const chosen = teams.data.find((one) => one.id === id);
  return (
    <SplitView
      listLabel={t("teams.label")}
      detailLabel={t("teams.detail")}
      isDetailOpen={isNew || id !== null}
      onBack={() => onGo({ kind: "teams", id: null })}
      backLabel={t("teams.label")}
      list={
        <RowList
          label={t("teams.label")}
          items={teams.data}
          idOf={(one) => one.id}
          selectedId={id}
          onSelect={(selected) =>
            onGo({ kind: "teams", id: teams.data.find((one) => one.id === selected)?.id ?? null })
          }
          renderRow={(one) => <TeamRow team={one} />}
        />
      }
      detail={
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          {isNew && <NewTeam onGo={onGo} />}
          {!isNew && chosen !== undefined && (
            <TeamView key={chosen.id} team={chosen} onRemoved={() => onGo({ kind: "teams", id: null })} />
          )}
          {!isNew && chosen === undefined && (
            <NothingChosen icon={UsersRound} title={t("teams.choose")} missingId={id}>
              {t("teams.chooseText")}
            </NothingChosen>
          )}
        </div>
      }
    />
  );
}

function NoTeam({ onGo }: { readonly onGo: Go }) {
  const { may } = useMember();
  return (
    <EmptyState
      icon={UsersRound}
      title={t("teams.empty")}
      action={
        may("admin") && (
          <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new-team" })}>
            {t("page.newTeam")}
          </Button>
        )
      }
    >
      {may("admin") ? t("teams.emptyText") : t("teams.emptyOther")}
    </EmptyState>
  );
}

function TeamRow({ team }: { readonly team: TeamDetail }) {
  return (
    <ListRow
      title={team.name}
      detail={t("team.row.members", { count: team.members.length })}
      detailTrailing={t("team.row.secrets", { count: team.secrets })}
    />
  );
}
