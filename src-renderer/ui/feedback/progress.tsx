import { Progress as Base } from "@base-ui/react/progress";
import { Button } from "../actions/button.tsx";
import { t } from "../messages/ui.ts";

export type ProgressProps = {
  readonly label: string;
  readonly done: number;
  /** `null` while the total is not known yet. */
  readonly total: number | null;
  readonly onCancel?: (() => void) | undefined;
  readonly isCancelling?: boolean | undefined;
};

/** Long work, in numbers, with a cancel. */
export function Progress({ label, done, total, onCancel, isCancelling }: ProgressProps) {
  const count = total === null ? done.toLocaleString("en") : t("progress.of", { done, total });
  return (
    <div className="flex items-center gap-3">
      <Base.Root
        value={total === null ? null : done}
        max={total ?? 1}
        getAriaValueText={() => count}
        className="flex min-w-0 flex-1 flex-col gap-1.5"
      >
        <span className="flex items-baseline justify-between gap-3 text-sm">
          <Base.Label className="font-medium">{label}</Base.Label>
          <span className="text-xs text-ink-soft">{count}</span>
        </span>
        <Base.Track className="h-1 overflow-hidden rounded-full bg-pressed">
          <Base.Indicator className="h-full rounded-full bg-accent transition-[width] data-indeterminate:w-1/4" />
        </Base.Track>
      </Base.Root>
      {onCancel !== undefined && (
        <Button size="small" onClick={onCancel} isBusy={isCancelling}>
          {t("action.cancel")}
        </Button>
      )}
    </div>
  );
}
