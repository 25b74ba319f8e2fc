import type { ReactNode } from "react";
import { cx } from "../cx.ts";

export type ListRowProps = {
  readonly title: ReactNode;
  /** In front of the title: a RiskBadge with `look="icon"`, or an icon. */
  readonly leading?: ReactNode;
  /** At the right of the title: a time, a count. */
  readonly trailing?: ReactNode;
  /** A second line. */
  readonly detail?: ReactNode;
  readonly detailTrailing?: ReactNode;
  readonly isDim?: boolean | undefined;
};

/** The content of one row of a RowList: at most two lines. */
export function ListRow({ title, leading, trailing, detail, detailTrailing, isDim = false }: ListRowProps) {
  return (
    <span className={cx("flex w-full items-start gap-2.5", isDim && "opacity-70")}>
      {leading !== undefined && <span className="mt-0.5 flex w-4 shrink-0 justify-center">{leading}</span>}
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm font-medium text-ink">{title}</span>
          {trailing !== undefined && <span className="shrink-0 text-xs text-ink-faint">{trailing}</span>}
        </span>
        {detail !== undefined && (
          <span className="flex items-baseline gap-2 text-xs text-ink-soft">
            <span className="min-w-0 flex-1 truncate">{detail}</span>
            {detailTrailing !== undefined && <span className="shrink-0 text-ink-faint">{detailTrailing}</span>}
          </span>
        )}
      </span>
    </span>
  );
}
