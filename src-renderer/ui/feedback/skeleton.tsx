import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";

export type SkeletonProps = {
  readonly rows?: number | undefined;
  readonly shape?: "rows" | "card" | undefined;
};

const WIDTHS = ["w-3/5", "w-4/5", "w-2/5", "w-3/4", "w-1/2"] as const;

/** Keeps the layout while something loads. Shows itself only after 200 ms, so that quick answers do not flicker. */
export function Skeleton({ rows = 5, shape = "rows" }: SkeletonProps) {
  return (
    <div className="animate-appear-late" role="status" aria-label={t("loading")}>
      {shape === "card" && <SkeletonCard />}
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-3 border-b border-line px-4">
          <Bar className="size-4" />
          <Bar className={cx("h-2.5 max-w-90", WIDTHS[index % WIDTHS.length])} />
          <Bar className="ml-auto h-2.5 w-12" />
        </div>
      ))}
    </div>
  );
}

function SkeletonCard() {
  return (
    <div className="flex flex-col gap-3 px-6 py-5">
      <Bar className="h-4 w-56" />
      <Bar className="h-2.5 w-80" />
      <Bar className="mt-4 h-2.5 w-3/4" />
      <Bar className="h-2.5 w-2/3" />
    </div>
  );
}

function Bar({ className }: { readonly className: string | undefined }) {
  return <span aria-hidden className={cx("block rounded-sm bg-pressed", className)} />;
}
