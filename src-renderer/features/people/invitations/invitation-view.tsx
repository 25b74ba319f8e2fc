import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { InvitationDetail, MemberId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { useInvitationActions } from "../use-people.ts";
import { CompareAnswer } from "./compare-answer.tsx";
import { InvitationBadge } from "./invitation-badge.tsx";

export type InvitationViewProps = {
  readonly invitation: InvitationDetail;
  readonly onWithdrawn: () => void;
  readonly onConfirmed: (memberId: MemberId) => void;
};

/** One invitation: what it gives, where it stands, and when it was answered the comparison. */
export function InvitationView({ invitation, onWithdrawn, onConfirmed }: InvitationViewProps) {
  const { name, state } = invitation;
  const withdraw = useWithdraw(invitation, onWithdrawn);
  return (
    <article aria-label={name} className="flex max-w-180 flex-col gap-6">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{name}</h2>
        <InvitationBadge state={state} />
        <Button size="small" icon={Undo2} className="ml-auto" onClick={withdraw.ask}>
          {t("invitation.withdraw")}
        </Button>
      </header>
      {state.kind === "answered" && (
        <CompareAnswer
          // Another answer is another comparison.
          key={state.fingerprint}
          invitation={invitation}
          fingerprint={state.fingerprint}
          onWithdraw={withdraw.ask}
          onConfirmed={onConfirmed}
        />
      )}
      {state.kind === "open" && <p className="text-sm text-ink-soft">{t("invitation.openText", { name })}</p>}
      {state.kind === "expired" && <p className="text-sm text-ink-soft">{t("invitation.expiredText", { name })}</p>}
      <Facts invitation={invitation} />
      <ConfirmDialog
        isOpen={withdraw.isAsking}
        title={t("invitation.withdrawTitle", { name })}
        consequence={t(state.kind === "answered" ? "invitation.withdrawAnswered" : "invitation.withdrawOpen")}
        confirmLabel={t("invitation.withdraw")}
        isBusy={withdraw.isBusy}
        onConfirm={withdraw.confirm}
        onCancel={withdraw.cancel}
      />
    </article>
  );
}

function useWithdraw({ id, name }: InvitationDetail, onWithdrawn: () => void) {
  const notify = useNotify();
  const { withdraw } = useInvitationActions();
  const [isAsking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await withdraw.run(id);
    setAsking(false);
    if (outcome.kind === "failed") {
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
      return;
    }
    notify({ title: t("invitation.withdrawn", { name }) });
    onWithdrawn();
  };
  return {
    isAsking,
    isBusy: withdraw.isBusy,
    ask: () => setAsking(true),
    cancel: () => setAsking(false),
    confirm: () => void confirm(),
  };
}

function Facts({ invitation }: { readonly invitation: InvitationDetail }) {
  const { teams, state } = invitation;
  return (
    <KeyValues
      items={[
        { id: "role", label: t("member.role"), value: t(`role.${invitation.role}`) },
        {
          id: "teams",
          label: t("member.teams"),
          value: teams.length === 0 ? t("member.noTeam") : teams.map(({ name }) => name).join(", "),
        },
        { id: "by", label: t("invitation.by"), value: invitation.createdBy },
        { id: "at", label: t("invitation.at"), value: <RelativeTime at={invitation.createdAt} /> },
        state.kind === "answered"
          ? { id: "answered", label: t("invitation.answeredAt"), value: <RelativeTime at={state.at} /> }
          : { id: "until", label: t("invitation.until"), value: <RelativeTime at={invitation.expiresAt} /> },
      ]}
    />
  );
}
