import { useState } from "react";
import type { DataFlow, RiskClass, ToolDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { riskLook } from "../../../ui/risk/risk.ts";
import { riskClasses } from "../address.ts";
import { FlowWords } from "../marks.tsx";
import { t } from "../messages.ts";
import { riskOf, riskWord } from "../risk-words.ts";
import { useReview } from "../use-review.ts";
import { Evidence } from "./evidence.tsx";

export type ReviewFormProps = { readonly tool: ToolDetail; readonly mayReview: boolean };

/** The review itself: what speaks for which class, where data may go, and one key for each class. */
export function ReviewForm({ tool, mayReview }: ReviewFormProps) {
  const isReviewed = tool.risk.source.kind === "admin";
  // Untouched, it follows the class that is given.
  const [draft, setDraft] = useState<DataFlow>();
  const flow = isReviewed ? tool.flow : (draft ?? tool.suggestion.flow);
  const { classify, setFlow } = useReview();
  const give = (riskClass: RiskClass): void => {
    if (!isReviewed || tool.risk.riskClass !== riskClass)
      void classify(tool, riskClass, isReviewed ? tool.flow : draft);
  };
  return (
    <section aria-label={t("suggest.title")} className="flex flex-col gap-4 border-t border-line pt-4">
      <Evidence suggestion={tool.suggestion} />
      {mayReview && <Classes tool={tool} isReviewed={isReviewed} onGive={give} />}
      <div role="group" aria-label={t("flow.title")} className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">{t("flow.title")}</h3>
        {mayReview ? (
          <>
            <p className="-mt-1.5 text-xs text-ink-faint">{t(isReviewed ? "flow.reviewed" : "flow.unreviewed")}</p>
            <FlowBoxes flow={flow} onChange={(next) => (isReviewed ? void setFlow(tool, next) : setDraft(next))} />
          </>
        ) : (
          <span className="text-sm text-ink-soft">
            <FlowWords flow={tool.flow} />
          </span>
        )}
      </div>
    </section>
  );
}

type FlowBoxesProps = { readonly flow: DataFlow; readonly onChange: (flow: DataFlow) => void };

function FlowBoxes({ flow, onChange }: FlowBoxesProps) {
  return (["readsOutside", "sendsOut"] as const).map((of) => (
    <Checkbox
      key={of}
      checked={flow[of]}
      onChange={(isOn) => onChange({ ...flow, [of]: isOn })}
      label={t(`flow.${of}.label`)}
      description={t(`flow.${of}.text`)}
    />
  ));
}

type ClassesProps = {
  readonly tool: ToolDetail;
  readonly isReviewed: boolean;
  readonly onGive: (riskClass: RiskClass) => void;
};

function Classes({ tool, isReviewed, onGive }: ClassesProps) {
  useHotkeys(
    t("page.keys"),
    riskClasses.map((riskClass, index) => ({
      keys: String(index + 1),
      label: t("classify.as", { class: riskWord(riskClass) }),
      run: () => onGive(riskClass),
    })),
  );
  return (
    <div
      role="group"
      aria-label={t("classify.label", { tool: tool.title ?? tool.name })}
      className="flex flex-wrap gap-2"
    >
      {riskClasses.map((riskClass, index) => {
        const isSet = isReviewed && tool.risk.riskClass === riskClass;
        return (
          <Button
            key={riskClass}
            size="small"
            icon={riskLook(riskOf(riskClass)).icon}
            shortcut={String(index + 1)}
            aria-pressed={isSet}
            className={isSet ? "border-accent bg-accent-tint" : undefined}
            onClick={() => onGive(riskClass)}
          >
            {riskWord(riskClass)}
          </Button>
        );
      })}
    </div>
  );
}
