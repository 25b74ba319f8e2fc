import { UserPlus, Users } from "lucide-react";
import { useMember } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { InvitationsPart } from "./invitations/invitations-part.tsx";
import { MembersPart } from "./members/members-part.tsx";
import { t } from "./messages.ts";
import { PeopleNav } from "./parts-nav.tsx";
import type { Go, PeoplePlace } from "./place.ts";
import { TeamsPart } from "./teams/teams-part.tsx";

export type { PeoplePlace } from "./place.ts";

export type PeoplePageProps = { readonly place: PeoplePlace; readonly onGo: Go };

/** Who belongs to the organization, in which role and team, and who is invited. */
export function PeoplePage({ place, onGo }: PeoplePageProps) {
  const { may } = useMember();
  const isAdmin = may("admin");
  const invite = (): void => onGo({ kind: "new-invitation" });
  const addTeam = (): void => onGo({ kind: "new-team" });
  useHotkeys(t("page.keys"), [
    { keys: "n", label: t("page.invite"), run: invite, disabled: !isAdmin },
    { keys: "t", label: t("page.newTeam"), run: addTeam, disabled: !isAdmin },
  ]);
  const isTeams = place.kind === "teams" || place.kind === "new-team";
  return (
    <Page
      title={t("page.title")}
      actions={
        isAdmin &&
        (isTeams ? (
          <Button size="small" icon={Users} shortcut="t" onClick={addTeam}>
            {t("page.newTeam")}
          </Button>
        ) : (
          <Button size="small" icon={UserPlus} shortcut="n" onClick={invite}>
            {t("page.invite")}
          </Button>
        ))
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <PeopleNav place={place} />
        <div className="min-h-0 flex-1">
          <Part place={place} onGo={onGo} isAdmin={isAdmin} />
        </div>
      </div>
    </Page>
  );
}

function Part({ place, onGo, isAdmin }: PeoplePageProps & { readonly isAdmin: boolean }) {
  switch (place.kind) {
    case "members":
      return <MembersPart id={place.id} onGo={onGo} />;
    case "teams":
      return <TeamsPart id={place.id} isNew={false} onGo={onGo} />;
    case "new-team":
      return <TeamsPart id={null} isNew={isAdmin} onGo={onGo} />;
    case "invitations":
      return isAdmin ? (
        <InvitationsPart id={place.id} isNew={false} onGo={onGo} />
      ) : (
        <MembersPart id={null} onGo={onGo} />
      );
    case "new-invitation":
      return isAdmin ? <InvitationsPart id={null} isNew onGo={onGo} /> : <MembersPart id={null} onGo={onGo} />;
  }
}
