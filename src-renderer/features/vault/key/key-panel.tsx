import { RefreshCw } from "lucide-react";
import { problemNotice, useMember, type VaultStatus } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { useRotate } from "../use-vault.ts";
import { KeyVersions } from "./key-versions.tsx";
import { RotationState } from "./rotation-state.tsx";

/** The key of the data: its versions, what each still opens, and how it is changed. */
export function KeyPanel({ status }: { readonly status: VaultStatus }) {
  const { may } = useMember();
  const notify = useNotify();
  const rotate = useRotate();
  const isRunning = status.rotation.kind === "running";
  const start = async (): Promise<void> => {
    const outcome = await rotate.run();
    if (outcome.kind === "done") notify({ title: t("rotate.started") });
  };
  return (
    <Panel
      title={t("key.title")}
      description={t("key.text", { suite: status.suite })}
      actions={
        may("admin") && (
          <Button
            size="small"
            icon={RefreshCw}
            isBusy={rotate.isBusy}
            disabledReason={isRunning ? t("rotate.running") : undefined}
            onClick={() => void start()}
          >
            {t("rotate")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {rotate.problem !== null && <Banner kind="ours" {...problemNotice(rotate.problem)} />}
        <RotationState status={status} />
        <KeyVersions versions={status.keyVersions} />
      </div>
    </Panel>
  );
}
