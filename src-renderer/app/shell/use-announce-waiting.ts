import { useEffect, useRef } from "react";
import type { ApprovalSummary } from "../../client/index.ts";
import { useAnnounce } from "../../ui/feedback/live-region.tsx";
import { t } from "../messages/t.ts";

/** Says each call that begins to wait once: politely, Dangerous ones at once. What waited before the window opened is not news. */
export function useAnnounceWaiting(waiting: readonly ApprovalSummary[], isQueueKnown: boolean): void {
  const announce = useAnnounce();
  const said = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isQueueKnown) return;
    const before = said.current;
    said.current = new Set(waiting.map(({ callId }) => callId));
    if (before === null) return;
    for (const call of waiting) {
      if (before.has(call.callId)) continue;
      const words = { tool: call.toolTitle ?? call.toolName, asker: call.askerName };
      if (call.riskClass === "dangerous") announce(t("announce.dangerous", words), "assertive");
      else announce(t("announce.waiting", words));
    }
  }, [waiting, isQueueKnown, announce]);
}
