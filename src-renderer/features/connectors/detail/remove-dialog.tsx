import { useAction, useRead, useStudio, type ConnectorDetail } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { t } from "../messages.ts";

export type RemoveDialogProps = {
  readonly connector: ConnectorDetail;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
};

/** Asks before a connector goes, with what goes with it in numbers. */
export function RemoveDialog({ connector, isOpen, onClose, onRemoved }: RemoveDialogProps) {
  const { api, rpc } = useStudio();
  const notify = useNotify();
  const { id, name } = connector;
  const preview = useRead({
    ...rpc.connectors.removalPreview.queryOptions({ input: { id } }),
    enabled: isOpen,
    staleTime: 0,
  });
  const remove = useAction(() => api.connectors.remove({ id }));
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run();
    if (outcome.kind === "done") {
      notify({ title: t("remove.done", { connector: name }) });
      onRemoved();
    } else {
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
      onClose();
    }
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t("remove.title", { connector: name })}
      consequence={consequenceOf(preview)}
      confirmLabel={t("remove.confirm")}
      isBusy={remove.isBusy || preview.kind === "loading"}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  );
}

type Preview = ReturnType<typeof useRead<{ tools: number; grants: number; waitingCalls: number; credentials: number }>>;

function consequenceOf(preview: Preview): string {
  switch (preview.kind) {
    case "loading":
      return t("remove.loading");
    case "failed":
      return preview.problem.message;
    case "ready": {
      const { tools, grants, waitingCalls: waiting, credentials } = preview.data;
      return t("remove.text", { tools, grants, waiting, credentials });
    }
  }
}
