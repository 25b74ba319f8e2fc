import { useAction, useStudio, type ConnectorId, type Outcome, type ToolSummary } from "../../../client/index.ts";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { useTest } from "../use-test.ts";

/** Joins one connector's buttons to the studio. */
export function useConnectorActions(id: ConnectorId) {
  const { api } = useStudio();
  const notify = useNotify();
  const test = useTest((signal) => api.connectors.test({ id }, { signal }));
  const refresh = useAction(() => api.connectors.refresh({ id }));
  const enable = useAction((tools: readonly ToolSummary[], isEnabled: boolean) =>
    api.tools.setEnabled({ ids: tools.map((tool) => tool.id), isEnabled }),
  );
  const tellFailure = (outcome: Outcome<unknown>): void => {
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  return {
    test,
    isRefreshing: refresh.isBusy,
    refresh: async (): Promise<void> => tellFailure(await refresh.run()),
    switchTools: async (tools: readonly ToolSummary[], isEnabled: boolean): Promise<void> => {
      const changed = tools.filter((tool) => tool.isEnabled !== isEnabled);
      if (changed.length > 0) tellFailure(await enable.run(changed, isEnabled));
    },
  };
}
