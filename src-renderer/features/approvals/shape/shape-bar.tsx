import type { ApprovalCard } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { ScrollRegion } from "../../../ui/layout/scroll-region.tsx";
import { DecisionProblem } from "../decide/decision-problem.tsx";
import { t } from "../messages.ts";
import { ShapeSentence } from "./shape-sentence.tsx";
import type { Shape } from "./use-shape.ts";

export type ShapeBarProps = {
  readonly card: ApprovalCard;
  readonly shape: Shape;
  /** The call left the queue or is not what was shown. */
  readonly isOff: boolean;
  readonly onBack: () => void;
};

/** Makes the standing approval, with or without approving the call that it was made from. */
export function ShapeBar({ card, shape, isOff, onBack }: ShapeBarProps) {
  const { canApprove } = shape;
  const run = (): void => shape.allow(canApprove && !isOff);
  useHotkeys(t("shape.title"), [
    {
      keys: "mod+enter",
      label: t(canApprove ? "shape.both" : "shape.only"),
      run,
      disabled: shape.isBusy,
      inFields: true,
    },
    { keys: "escape", label: t("decide.back"), run: onBack, inFields: true },
  ]);
  return (
    <div className="page-actions flex flex-col gap-2.5 border-t border-line bg-surface px-6 py-3">
      {shape.problem !== null && <DecisionProblem problem={shape.problem} />}
      {card.asker.kind === "agent" && (
        <div className="flex max-h-44 flex-col gap-0.5">
          <h3 className="text-xs font-medium text-accent-ink">{t("shape.sentence")}</h3>
          <ScrollRegion label={t("shape.sentence")} className="min-h-0 overflow-y-auto">
            <ShapeSentence card={card} asker={card.asker} shape={shape} />
          </ScrollRegion>
          <p className="text-xs text-ink-soft">{t("shape.changes")}</p>
        </div>
      )}
      {shape.misfits.size > 0 && (
        <p role="status" className="text-sm text-amber">
          {t("shape.misfit")}
        </p>
      )}
      <div role="group" aria-label={t("shape.title")} className="flex flex-wrap items-center gap-1.5">
        <Button variant="primary" shortcut="mod+enter" isBusy={shape.isBusy} onClick={run}>
          {t(canApprove && !isOff ? "shape.both" : "shape.only")}
        </Button>
        {canApprove && !isOff && <Button onClick={() => shape.allow(false)}>{t("shape.only")}</Button>}
        <Button shortcut="escape" onClick={onBack}>
          {t("decide.back")}
        </Button>
      </div>
    </div>
  );
}
