import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../actions/button.tsx";
import { cx } from "../cx.ts";

export type SplitViewProps = {
  readonly list: ReactNode;
  /** The chosen thing, or what to show while nothing is chosen. */
  readonly detail: ReactNode;
  readonly listLabel: string;
  readonly detailLabel: string;
  /** When narrow only one of the two is shown: the detail when something is chosen. */
  readonly isDetailOpen: boolean;
  readonly onBack: () => void;
  readonly backLabel: string;
  readonly listWidth?: "narrow" | "wide" | undefined;
};

/** The list on the left, the thing on the right; one column when there is no room for two. */
export function SplitView(props: SplitViewProps) {
  const { isDetailOpen } = props;
  return (
    <div className="@container h-full min-h-0">
      <div className="flex h-full min-h-0">
        <section
          aria-label={props.listLabel}
          className={cx(
            "min-h-0 w-full shrink-0 flex-col @3xl:flex @3xl:border-r @3xl:border-line",
            props.listWidth === "wide" ? "@3xl:w-96" : "@3xl:w-72",
            isDetailOpen ? "hidden" : "flex",
          )}
        >
          {props.list}
        </section>
        <section
          aria-label={props.detailLabel}
          className={cx("min-h-0 min-w-0 flex-1 flex-col @3xl:flex", isDetailOpen ? "flex" : "hidden")}
        >
          <div className="border-b border-line px-3 py-1.5 @3xl:hidden">
            <Button variant="ghost" size="small" icon={ArrowLeft} onClick={props.onBack}>
              {props.backLabel}
            </Button>
          </div>
          {props.detail}
        </section>
      </div>
    </div>
  );
}
