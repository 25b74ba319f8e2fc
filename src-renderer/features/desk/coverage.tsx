import { Progress as Base } from "@base-ui/react/progress";
import type { Coverage as CoverageOf } from "./select-tools.ts";
import { t } from "./messages.ts";

export type CoverageProps = { readonly coverage: CoverageOf; readonly mayReview: boolean };

/** How far the review has come: what is left, in numbers and as a bar. */
export function Coverage({ coverage: { total, unknown }, mayReview }: CoverageProps) {
  const done = total - unknown;
  return (
    <Base.Root
      value={done}
      max={Math.max(total, 1)}
      getAriaValueText={() => t("coverage.value", { done, total })}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 px-5 pt-3 pb-2.5"
    >
      <p className="text-sm font-semibold">
        {unknown === 0 ? t("coverage.done") : t("coverage.left", { unknown, total })}
      </p>
      <Base.Label className="sr-only">{t("coverage.label")}</Base.Label>
      <Base.Track className="h-1.5 w-40 overflow-hidden rounded-full bg-pressed">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width]" />
      </Base.Track>
      <p className="min-w-0 text-sm text-ink-soft narrow:sr-only">{t(mayReview ? "coverage.text" : "coverage.read")}</p>
    </Base.Root>
  );
}
