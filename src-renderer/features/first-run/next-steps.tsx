import { ArrowRight, Bot, Plug, type LucideIcon } from "lucide-react";
import { t } from "./messages.ts";

/** Where the first run leads. */
export type NextStep = "connectors" | "add-connector" | "connect-agent";

export type NextStepsProps = { readonly hasConnectors: boolean; readonly onChoose: (next: NextStep) => void };

/** Two ways on: the tools, or an agent that calls them. */
export function NextSteps({ hasConnectors, onChoose }: NextStepsProps) {
  return (
    <div className="flex flex-col gap-2.5">
      <Way
        icon={Plug}
        label={hasConnectors ? t("done.connectors") : t("done.addConnector")}
        hint={t("done.connectorsHint")}
        onPress={() => onChoose(hasConnectors ? "connectors" : "add-connector")}
      />
      <Way icon={Bot} label={t("done.agent")} hint={t("done.agentHint")} onPress={() => onChoose("connect-agent")} />
    </div>
  );
}

type WayProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly hint: string;
  readonly onPress: () => void;
};

function Way({ icon: Icon, label, hint, onPress }: WayProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex items-center gap-3 rounded-md border border-line-strong bg-surface px-3.5 py-3 text-left transition-colors hover:border-accent-line hover:bg-accent-tint"
    >
      <Icon size={18} strokeWidth={1.75} className="shrink-0 text-accent-ink" aria-hidden />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-sm font-medium">{label}</span>
        <span className="text-xs text-ink-soft">{hint}</span>
      </span>
      <ArrowRight size={16} className="shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
