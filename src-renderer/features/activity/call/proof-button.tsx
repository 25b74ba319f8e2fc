import { FileCheck } from "lucide-react";
import { useAction, useStudio, type CallId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { t } from "../messages.ts";
import { saveFile } from "../save-file.ts";

/** Saves what proves the decision about one call, for somebody who has neither the log nor the studio. */
export function ProofButton({ callId }: { readonly callId: CallId }) {
  const { api } = useStudio();
  const notify = useNotify();
  const proof = useAction(() => api.audit.proof({ callId }));
  const save = async (): Promise<void> => {
    const outcome = await proof.run();
    if (outcome.kind === "failed") {
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
      return;
    }
    const { fileName: name, text } = outcome.value;
    saveFile(name, [text], "application/json");
    notify({ title: t("proof.saved", { name }), description: t("proof.hint", { name }) });
  };
  return (
    <Button size="small" icon={FileCheck} className="ml-auto" isBusy={proof.isBusy} onClick={() => void save()}>
      {t("proof.get")}
    </Button>
  );
}
