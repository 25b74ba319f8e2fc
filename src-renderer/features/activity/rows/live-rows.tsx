import { ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { problemNotice, type Problem } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";
import { useLiveScroll } from "./use-live-scroll.ts";

export type LiveRowsProps = {
  /** Keys of the rows, newest first. */
  readonly ids: readonly string[];
  readonly problem: Problem | null;
  readonly onNearEnd: () => void;
  readonly children: ReactNode;
};

/** Around a list that grows at both ends: keeps reading on, and says what arrived above the place that is read. */
export function LiveRows({ ids, problem, onNearEnd, children }: LiveRowsProps) {
  const { arrived, onScrollCapture, toTop } = useLiveScroll(ids, onNearEnd);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" onScrollCapture={onScrollCapture}>
      {problem !== null && <Banner kind="ours" shape="bar" {...problemNotice(problem)} />}
      {children}
      {arrived > 0 && (
        <button
          type="button"
          onClick={toTop}
          className="absolute top-11 left-1/2 z-20 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-accent-line bg-accent-tint px-3 text-sm font-medium text-accent-ink shadow-pop hover:border-accent"
        >
          <ArrowUp size={14} aria-hidden />
          {t("rows.new", { count: arrived })}
        </button>
      )}
    </div>
  );
}
