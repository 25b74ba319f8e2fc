import {
  useAction,
  useStudio,
  type DataFlow,
  type DeskTool,
  type Outcome,
  type RiskClass,
  type ToolDetail,
} from "../../client/index.ts";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { t } from "./messages.ts";
import { riskWord } from "./risk-words.ts";

/** As many as the studio takes at once. */
const AT_ONCE = 500;

/** Joins reviews to the studio. What is reviewed is exactly the definition that was on screen. */
export function useReview() {
  const { api } = useStudio();
  const notify = useNotify();
  const one = useAction((tool: ToolDetail, riskClass: RiskClass, flow: DataFlow | undefined) =>
    api.tools.classify({
      id: tool.id,
      definitionDigest: tool.definitionDigest,
      riskClass,
      ...(flow !== undefined && { flow }),
    }),
  );
  const many = useAction(async (tools: readonly DeskTool[], classOf: (tool: DeskTool) => RiskClass) => {
    let classified = 0;
    let left = 0;
    for (let start = 0; start < tools.length; start += AT_ONCE) {
      const items = tools
        .slice(start, start + AT_ONCE)
        .map((tool) => ({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: classOf(tool) }));
      const result = await api.tools.classifyMany({ items });
      classified += result.classified;
      left += result.changed.length;
    }
    return { classified, left };
  });
  const tell = (outcome: Outcome<unknown>, done: string): void => {
    if (outcome.kind === "done") return void notify({ title: done });
    const { code, message, hint } = outcome.problem;
    const isStale = code === "conflict" || code === "digest_mismatch";
    notify({ kind: "ours", title: isStale ? t("classify.changed") : message, description: isStale ? undefined : hint });
  };
  return {
    isBusy: one.isBusy || many.isBusy,
    classify: async (tool: ToolDetail, riskClass: RiskClass, flow: DataFlow | undefined): Promise<void> =>
      tell(
        await one.run(tool, riskClass, flow),
        t("classify.done", { tool: tool.title ?? tool.name, class: riskWord(riskClass) }),
      ),
    setFlow: async (tool: ToolDetail, flow: DataFlow): Promise<void> =>
      tell(await one.run(tool, tool.risk.riskClass, flow), t("flow.saved", { tool: tool.title ?? tool.name })),
    classifyMany: async (tools: readonly DeskTool[], classOf: (tool: DeskTool) => RiskClass): Promise<boolean> => {
      const outcome = await many.run(tools, classOf);
      if (outcome.kind === "failed") {
        tell(outcome, "");
        return false;
      }
      const { classified, left } = outcome.value;
      notify({
        kind: left > 0 ? "info" : "done",
        title: t("bulk.done", { count: classified }),
        description: left > 0 ? t("bulk.left", { count: left }) : undefined,
      });
      return true;
    },
  };
}
