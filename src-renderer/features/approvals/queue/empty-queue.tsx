import { Inbox } from "lucide-react";
import { useEffect, useRef } from "react";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { buttonClass } from "../../../ui/actions/button.tsx";
import { isFocusLost } from "../../../ui/actions/lost-focus.ts";
import { t } from "../messages.ts";
import { LastDecision, type Decided } from "./last-decision.tsx";

/** Nothing waits: what would make something wait. Takes the focus that the last card leaves behind. */
export function EmptyQueue({ lastDecided }: { readonly lastDecided: Decided | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lastDecided !== null && isFocusLost()) place.current?.focus();
  }, [lastDecided]);
  return (
    <div ref={place} tabIndex={-1} className="flex h-full flex-col outline-none">
      <div className="min-h-0 flex-1">
        <EmptyState
          icon={Inbox}
          title={t("empty.title")}
          action={
            <a href="#/connectors" className={buttonClass("secondary", "medium")}>
              {t("empty.way")}
            </a>
          }
        >
          {t("empty.text")}
        </EmptyState>
      </div>
      {lastDecided !== null && <LastDecision decided={lastDecided} />}
    </div>
  );
}
