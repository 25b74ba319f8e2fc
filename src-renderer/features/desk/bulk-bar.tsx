import { X } from "lucide-react";
import { useState } from "react";
import type { DeskTool, RiskClass } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { IconButton } from "../../ui/actions/icon-button.tsx";
import { riskLook } from "../../ui/risk/risk.ts";
import { riskClasses } from "./address.ts";
import { BulkDialog, type Review } from "./bulk-dialog.tsx";
import { t } from "./messages.ts";
import { riskOf, riskWord } from "./risk-words.ts";

export type BulkBarProps = {
  readonly tools: readonly DeskTool[];
  readonly isBusy: boolean;
  readonly onReview: (classOf: (tool: DeskTool) => RiskClass) => Promise<boolean>;
  readonly onClear: () => void;
};

/** What can be done with the chosen tools: one class for all of them, or what each one's definition suggests. */
export function BulkBar({ tools, isBusy, onReview, onClear }: BulkBarProps) {
  const [review, setReview] = useState<Review | null>(null);
  const connectors = new Set(tools.map(({ connectorId }) => connectorId)).size;
  const connector = tools[0]?.connectorName ?? "";
  const isMixed = connectors > 1;
  useHotkeys(t("page.keys"), [
    ...riskClasses.map((riskClass, index) => ({
      keys: String(index + 1),
      label: t("classify.as", { class: riskWord(riskClass) }),
      run: () => setReview({ kind: "class", riskClass }),
      disabled: isMixed,
    })),
    { keys: "escape", label: t("bulk.clear"), run: onClear },
  ]);
  const confirm = async (): Promise<void> => {
    if (review === null) return;
    const isDone = await onReview((tool) => (review.kind === "class" ? review.riskClass : tool.suggestion.riskClass));
    setReview(null);
    if (isDone) onClear();
  };
  const reason = isMixed ? t("bulk.oneConnector") : undefined;
  return (
    <div
      role="toolbar"
      aria-label={t("bulk.label")}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-selected px-5 py-2"
    >
      <IconButton icon={X} size="small" label={t("bulk.clear")} onClick={onClear} />
      <p className="min-w-32 flex-1 text-sm font-medium">
        {isMixed
          ? t("bulk.several", { count: tools.length, connectors })
          : t("bulk.count", { count: tools.length, connector })}
      </p>
      <Button size="small" disabledReason={reason} onClick={() => setReview({ kind: "suggested" })}>
        {t("bulk.suggested")}
      </Button>
      {riskClasses.map((riskClass, index) => (
        <Button
          key={riskClass}
          size="small"
          icon={riskLook(riskOf(riskClass)).icon}
          shortcut={String(index + 1)}
          disabledReason={reason}
          onClick={() => setReview({ kind: "class", riskClass })}
        >
          {riskWord(riskClass)}
        </Button>
      ))}
      <BulkDialog
        review={review}
        tools={tools}
        connector={connector}
        isBusy={isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setReview(null)}
      />
    </div>
  );
}
