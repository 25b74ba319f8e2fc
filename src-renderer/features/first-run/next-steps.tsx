import { Bot, Plug } from "lucide-react";
import { t } from "./messages.ts";
import { WayButton } from "./way-button.tsx";

/** Where the first run leads. */
export type NextStep = "connectors" | "add-connector" | "connect-agent";

export type NextStepsProps = { readonly hasConnectors: boolean; readonly onChoose: (next: NextStep) => void };

/** Two ways on: the tools, or an agent that calls them. */
export function NextSteps({ hasConnectors, onChoose }: NextStepsProps) {
  return (
    <div className="flex flex-col gap-2.5">
      <WayButton
        icon={Plug}
        label={hasConnectors ? t("done.connectors") : t("done.addConnector")}
        hint={t("done.connectorsHint")}
        onPress={() => onChoose(hasConnectors ? "connectors" : "add-connector")}
      />
      <WayButton
        icon={Bot}
        label={t("done.agent")}
        hint={t("done.agentHint")}
        onPress={() => onChoose("connect-agent")}
      />
    </div>
  );
}
