import type { RiskClass, ToolSummary } from "../../../client/index.ts";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { ClassifyBar } from "../classify-bar.tsx";
import { t } from "../messages.ts";
import { riskOf } from "../risk-words.ts";

export type ToolPeekProps = {
  readonly tool: ToolSummary;
  readonly href: string;
  readonly onClassify: ((riskClass: RiskClass) => void) | undefined;
};

/** The chosen tool at the foot of the table: enough to classify most tools without leaving the list. */
export function ToolPeek({ tool, href, onClassify }: ToolPeekProps) {
  return (
    <section aria-label={tool.name} className="shrink-0 border-t border-line bg-sunken px-6 py-3.5">
      <div className="flex items-center gap-3">
        <h3 className="min-w-0 flex-1 truncate font-mono text-sm font-semibold">{tool.name}</h3>
        <RiskBadge risk={riskOf(tool.risk.riskClass)} />
        <a href={href} className="rounded-xs text-sm font-medium text-accent-ink hover:underline">
          {t("peek.open")}
        </a>
      </div>
      <div className="mt-1 mb-2.5 max-h-32 overflow-y-auto text-sm">
        <Verbatim text={tool.description} fold={{ maxChars: 280, maxLines: 4 }} />
      </div>
      <ClassifyBar tool={tool} onClassify={onClassify} />
    </section>
  );
}
