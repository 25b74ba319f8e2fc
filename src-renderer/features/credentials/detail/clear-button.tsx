import { useState } from "react";
import type { CredentialSummary, TeamId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { t } from "../messages.ts";
import { useCredentialActions } from "../use-credentials.ts";

export type ClearButtonProps = {
  readonly credential: CredentialSummary;
  readonly teamId: TeamId | null;
  /** What is cleared, as the dialog names it. */
  readonly whose: string;
};

/** Deletes a value and keeps the credential. */
export function ClearButton({ credential, teamId, whose }: ClearButtonProps) {
  const notify = useNotify();
  const { clear } = useCredentialActions();
  const [isAsking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await clear.run({ credentialId: credential.id, teamId });
    setAsking(false);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else notify({ title: t("clear.done", { name: credential.name }) });
  };
  return (
    <>
      <Button size="small" variant="ghost" aria-label={t("clear.label", { whose })} onClick={() => setAsking(true)}>
        {t("clear")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("clear.title", { whose })}
        consequence={t("clear.text", { count: connectorCount(credential) })}
        confirmLabel={t("clear")}
        isBusy={clear.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

function connectorCount({ usedBy }: CredentialSummary): number {
  return new Set(usedBy.map(({ connectorId }) => connectorId)).size;
}
