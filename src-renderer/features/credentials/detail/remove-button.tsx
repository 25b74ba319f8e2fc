import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { CredentialSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { t } from "../messages.ts";
import { useCredentialActions } from "../use-credentials.ts";

export type RemoveButtonProps = { readonly credential: CredentialSummary; readonly onRemoved: () => void };

/** Removes a credential that nothing uses, with every value of it. */
export function RemoveButton({ credential, onRemoved }: RemoveButtonProps) {
  const notify = useNotify();
  const { remove } = useCredentialActions();
  const [isAsking, setAsking] = useState(false);
  const { name, usedBy } = credential;
  const users = [...new Set(usedBy.map(({ connectorName }) => connectorName))];
  const reason =
    users.length === 0
      ? undefined
      : t("remove.inUse", { names: new Intl.ListFormat("en").format(users), count: users.length });
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(credential.id);
    setAsking(false);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else {
      notify({ title: t("remove.done", { name }) });
      onRemoved();
    }
  };
  return (
    <>
      <Button size="small" icon={Trash2} disabledReason={reason} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("remove.title", { name })}
        consequence={consequenceOf(credential)}
        confirmLabel={t("remove")}
        isBusy={remove.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

/** What goes with it, in numbers. */
function consequenceOf({ scope, hasValue, teams, members }: CredentialSummary): string {
  switch (scope) {
    case "org_secret":
      return t("remove.text.org_secret", { count: hasValue ? 1 : 0 });
    case "team_secret":
      return t("remove.text.team_secret", { count: teams.filter((team) => team.hasValue).length });
    case "user_secret":
      return t("remove.text.user_secret", { count: members.set });
  }
}
