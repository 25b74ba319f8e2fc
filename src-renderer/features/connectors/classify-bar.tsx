import type { RiskClass, ToolSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { riskLook } from "../../ui/risk/risk.ts";
import { RevealedText } from "../../ui/text/verbatim.tsx";
import { t } from "./messages.ts";
import { classKeys, riskOf, riskWord } from "./risk-words.ts";

export type ClassifyBarProps = {
  readonly tool: ToolSummary;
  /** Absent for those who may not classify. */
  readonly onClassify: ((riskClass: RiskClass) => void) | undefined;
};

/** The evidence for a class and one key per class. */
export function ClassifyBar({ tool, onClassify }: ClassifyBarProps) {
  return (
    <div className="flex flex-col gap-2">
      <Evidence tool={tool} />
      {onClassify !== undefined && <ClassButtons tool={tool} onClassify={onClassify} />}
    </div>
  );
}

type ClassButtonsProps = { readonly tool: ToolSummary; readonly onClassify: (riskClass: RiskClass) => void };

function ClassButtons({ tool, onClassify }: ClassButtonsProps) {
  useHotkeys(
    t("page.keys"),
    classKeys.map(({ riskClass, key }) => ({
      keys: key,
      label: t("classify.as", { class: riskWord(riskClass) }),
      run: () => onClassify(riskClass),
    })),
  );
  return (
    <div
      role="group"
      aria-label={t("classify.label", { tool: tool.title ?? tool.name })}
      className="flex flex-wrap gap-2"
    >
      {classKeys.map(({ riskClass, key }) => (
        <Button
          key={riskClass}
          size="small"
          icon={riskLook(riskOf(riskClass)).icon}
          shortcut={key}
          aria-pressed={isSet(tool, riskClass)}
          className={isSet(tool, riskClass) ? "border-accent bg-accent-tint" : undefined}
          onClick={() => onClassify(riskClass)}
        >
          {riskWord(riskClass)}
        </Button>
      ))}
    </div>
  );
}

function Evidence({ tool }: { readonly tool: ToolSummary }) {
  const { suggestion } = tool;
  const sentence =
    suggestion.riskClass === "unknown"
      ? t("classify.none")
      : t("classify.suggested", { class: riskWord(suggestion.riskClass) });
  return (
    <div className="text-sm">
      <p className="text-ink-soft">{sentence}</p>
      {suggestion.evidence.length > 0 && (
        <ul aria-label={t("classify.evidence")} className="mt-0.5 list-disc pl-5 text-xs text-ink-soft">
          {suggestion.evidence.map((line) => (
            <li key={`${line.from} ${line.text}`} className="wrap-anywhere">
              <span className="text-ink-faint">{t(`evidence.${line.from}`)}</span>{" "}
              <RevealedText text={line.text} flow="inline" />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function isSet({ risk }: ToolSummary, riskClass: RiskClass): boolean {
  return risk.source.kind === "admin" && risk.riskClass === riskClass;
}
