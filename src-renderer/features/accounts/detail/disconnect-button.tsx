import { Unlink } from "lucide-react";
import { useState } from "react";
import type { AccountEntry, ConnectedAccount, DisconnectOutput } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { hostOf } from "../addresses.ts";
import { t } from "../messages.ts";
import { useAccountActions, usersOf } from "../use-accounts.ts";

export type DisconnectButtonProps = {
  readonly entry: AccountEntry;
  readonly account: ConnectedAccount;
  readonly onLeft: (left: DisconnectOutput) => void;
};

/** Revokes at the provider and deletes here, and says what of it could be done. */
export function DisconnectButton({ entry, account, onLeft }: DisconnectButtonProps) {
  const notify = useNotify();
  const { disconnect } = useAccountActions();
  const [isAsking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await disconnect.run(account.id);
    setAsking(false);
    if (outcome.kind === "done") onLeft(outcome.value);
    else notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  return (
    <>
      <Button size="small" icon={Unlink} onClick={() => setAsking(true)}>
        {t("disconnect")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("disconnect.title", { account: account.accountName ?? entry.provider.name })}
        consequence={t(account.owner === null ? "disconnect.text.org" : "disconnect.text", {
          host: hostOf(account.issuer),
          count: usersOf(entry).length,
        })}
        confirmLabel={t("disconnect")}
        isBusy={disconnect.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
