import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { ProviderSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { t } from "../messages.ts";
import { useProviderActions, useRemoval } from "../use-providers.ts";

export type RemoveButtonProps = { readonly provider: ProviderSummary; readonly onRemoved: () => void };

/** Removes a provider that nothing uses, with every account that is connected there. */
export function RemoveButton({ provider: { id, name, usedBy }, onRemoved }: RemoveButtonProps) {
  const notify = useNotify();
  const { remove } = useProviderActions();
  const [isAsking, setAsking] = useState(false);
  const preview = useRemoval(id, isAsking);
  const users = [...new Set(usedBy.map(({ connectorName }) => connectorName))];
  const reason =
    users.length === 0
      ? undefined
      : t("remove.inUse", { names: new Intl.ListFormat("en").format(users), count: users.length });
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(id);
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
        consequence={
          preview.kind === "ready" ? t("remove.text", { count: preview.data.accounts }) : t("remove.loading")
        }
        confirmLabel={t("remove")}
        isBusy={remove.isBusy || preview.kind === "loading"}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
