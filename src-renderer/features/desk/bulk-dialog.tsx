import type { DeskTool, RiskClass } from "../../client/index.ts";
import { ConfirmDialog } from "../../ui/overlay/confirm-dialog.tsx";
import { RiskBadge } from "../../ui/risk/risk-badge.tsx";
import { riskClasses } from "./address.ts";
import { t } from "./messages.ts";
import { riskOf, riskWord } from "./risk-words.ts";
import { hasNeed, planReview } from "./select-tools.ts";

/** One class for all, or each what it looks like. */
export type Review = { readonly kind: "class"; readonly riskClass: RiskClass } | { readonly kind: "suggested" };

export type BulkDialogProps = {
  readonly review: Review | null;
  readonly tools: readonly DeskTool[];
  readonly connector: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

/** Asks before many tools are reviewed at once, with what that means in numbers. */
export function BulkDialog({ review, tools, connector, isBusy, onConfirm, onCancel }: BulkDialogProps) {
  const count = tools.length;
  const title =
    review?.kind === "class"
      ? t("bulk.title.class", { count, connector, class: riskWord(review.riskClass) })
      : t("bulk.title.suggested", { count, connector });
  return (
    <ConfirmDialog
      isOpen={review !== null}
      title={title}
      consequence={review !== null && <Consequence review={review} tools={tools} />}
      confirmLabel={t("bulk.confirm", { count })}
      variant="primary"
      isBusy={isBusy}
      onConfirm={onConfirm}
      onCancel={onCancel}
    />
  );
}

function Consequence({ review, tools }: { readonly review: Review; readonly tools: readonly DeskTool[] }) {
  const classOf = ({ suggestion }: DeskTool): RiskClass =>
    review.kind === "class" ? review.riskClass : suggestion.riskClass;
  const { wasUnknown, lowered, raised, same } = planReview(tools, classOf);
  const drifted = tools.filter((tool) => hasNeed(tool, "drifted")).length;
  return (
    <div className="flex flex-col gap-2">
      {review.kind === "suggested" && <Becomes tools={tools} classOf={classOf} />}
      <ul className="list-disc pl-4">
        {wasUnknown > 0 && <li>{t("bulk.wasUnknown", { count: wasUnknown })}</li>}
        {lowered > 0 && <li className="font-medium text-ink">{t("bulk.lowered", { count: lowered })}</li>}
        {raised > 0 && <li>{t("bulk.raised", { count: raised })}</li>}
        {same > 0 && <li>{t("bulk.same", { count: same })}</li>}
        {drifted > 0 && <li className="font-medium text-ink">{t("bulk.drifted", { count: drifted })}</li>}
      </ul>
      <p>
        {t("bulk.flow")} {t("bulk.exactly")}
      </p>
    </div>
  );
}

type BecomesProps = { readonly tools: readonly DeskTool[]; readonly classOf: (tool: DeskTool) => RiskClass };

function Becomes({ tools, classOf }: BecomesProps) {
  return (
    <dl className="flex flex-col gap-1">
      {riskClasses.map((riskClass) => {
        const count = tools.filter((tool) => classOf(tool) === riskClass).length;
        if (count === 0) return null;
        return (
          <div key={riskClass} className="flex items-center gap-3">
            <dt className="w-24">
              <RiskBadge risk={riskOf(riskClass)} look="plain" />
            </dt>
            <dd>{t("bulk.becomes.some", { count })}</dd>
          </div>
        );
      })}
    </dl>
  );
}
