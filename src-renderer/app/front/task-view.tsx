import type { StudioState } from "../../client/index.ts";
import { AnswerInvitation, FirstRun, RestoreBackup, type NextStep } from "../../features/first-run/index.tsx";
import { addresses } from "../addresses.ts";
import type { AppRouter } from "../router.tsx";
import { useSwitch } from "../use-switch.ts";
import { useWindowActions, type WindowTask } from "../window-actions.ts";

export type TaskViewProps = {
  readonly task: WindowTask | null;
  readonly state: StudioState;
  readonly router: AppRouter;
  readonly onEnd: () => void;
};

const AFTER_FIRST_RUN: Readonly<Record<NextStep, string>> = {
  connectors: addresses.connectors(),
  "add-connector": addresses.newConnector(),
  "connect-agent": addresses.connectAgent(),
};

/** What the window is busy with instead of a page: a new organization, an invitation, a backup. */
export function TaskView({ task, state, router, onEnd }: TaskViewProps) {
  const { begin } = useWindowActions();
  const switchTo = useSwitch(router);
  switch (task) {
    case null:
      return null;
    case "new-organization":
      return (
        <FirstRun
          onDone={(next) => {
            router.history.replace(AFTER_FIRST_RUN[next]);
            onEnd();
          }}
          onRestore={() => begin("restore")}
          onInvitation={() => begin("invitation")}
          onBack={state.kind === "new" ? undefined : onEnd}
        />
      );
    case "invitation":
      return <AnswerInvitation org={state.kind === "new" ? null : state.org} onDone={onEnd} />;
    case "restore":
      return (
        <RestoreBackup
          onRestored={(orgId) => {
            switchTo(orgId);
            onEnd();
          }}
          onBack={onEnd}
        />
      );
  }
}
