import { MailPlus, Plus } from "lucide-react";
import type { InvitationDetail, InvitationId } from "../../../client/index.ts";
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
import { useInvitations } from "../use-people.ts";
import { InvitationBadge } from "./invitation-badge.tsx";
import { InvitationView } from "./invitation-view.tsx";
import { NewInvitation } from "./new-invitation.tsx";

export type InvitationsPartProps = { readonly id: InvitationId | null; readonly isNew: boolean; readonly onGo: Go };

/** The invitations that nobody has confirmed yet: the list, one of them, or the form that makes one. */
export function InvitationsPart({ id, isNew, onGo }: InvitationsPartProps) {
  const invitations = useInvitations();
  const go = (next: InvitationId | null): void => onGo({ kind: "invitations", id: next });
  if (invitations.kind === "loading") return <Skeleton />;
  if (invitations.kind === "failed") return <ErrorState {...invitations.failure} />;
  if (invitations.data.length === 0 && !isNew) {
    return (
      <EmptyState
        icon={MailPlus}
        title={t("invitations.empty")}
        action={
          <Button variant="primary" icon={Plus} onClick={() => onGo({ kind: "new-invitation" })}>
            {t("page.invite")}
          </Button>
        }
      >
        {t("invitations.emptyText")}
      </EmptyState>
    );
  }
  const chosen = invitations.data.find((one) => one.id === id);
  return (
    <SplitView
      listLabel={t("invitations.label")}
      detailLabel={t("invitations.detail")}
      isDetailOpen={isNew || id !== null}
      onBack={() => go(null)}
      backLabel={t("invitations.label")}
      list={
        <RowList
          label={t("invitations.label")}
          items={invitations.data}
          idOf={(one) => one.id}
          selectedId={id}
          onSelect={(selected) => go(invitations.data.find((one) => one.id === selected)?.id ?? null)}
          renderRow={(one) => <InvitationRow invitation={one} />}
        />
      }
      detail={
        <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
          {isNew && <NewInvitation onDone={go} onCancel={() => go(null)} />}
          {!isNew && chosen !== undefined && (
            <InvitationView
              key={chosen.id}
              invitation={chosen}
              onWithdrawn={() => go(null)}
              onConfirmed={(memberId) => onGo({ kind: "members", id: memberId })}
            />
          )}
          {!isNew && chosen === undefined && (
            <NothingChosen icon={MailPlus} title={t("invitations.choose")} missingId={id}>
              {t("invitations.chooseText")}
            </NothingChosen>
          )}
        </div>
      }
    />
  );
}

function InvitationRow({ invitation }: { readonly invitation: InvitationDetail }) {
  return (
    <ListRow
      title={invitation.name}
      trailing={<InvitationBadge state={invitation.state} />}
      detail={t("invitation.as", { role: t(`role.${invitation.role}`) })}
    />
  );
}
