import { useAction, useStudio, type RiskClass, type ToolSummary } from "../../client/index.ts";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { t } from "./messages.ts";
import { riskWord } from "./risk-words.ts";

/** Joins the class buttons to the studio: classifies exactly the definition that was on screen. */
export function useClassify() {
  const { api } = useStudio();
  const notify = useNotify();
  const action = useAction((tool: ToolSummary, riskClass: RiskClass) =>
    api.tools.classify({
      id: tool.id,
      definitionDigest: tool.definitionDigest,
      riskClass,
      // Another class leaves what an admin said of its data as it is; without it the suggestion would take its place.
      ...(tool.risk.source.kind === "admin" ? { flow: tool.flow } : {}),
    }),
  );
  return async (tool: ToolSummary, riskClass: RiskClass): Promise<void> => {
    if (tool.risk.riskClass === riskClass && tool.risk.source.kind === "admin") return;
    const outcome = await action.run(tool, riskClass);
    if (outcome.kind === "done") {
      notify({ title: t("classify.done", { tool: tool.title ?? tool.name, class: riskWord(riskClass) }) });
    } else {
      const isStale = outcome.problem.code === "conflict" || outcome.problem.code === "digest_mismatch";
      notify({
        kind: "ours",
        title: isStale ? t("classify.changed") : outcome.problem.message,
        description: isStale ? undefined : outcome.problem.hint,
      });
    }
  };
}
