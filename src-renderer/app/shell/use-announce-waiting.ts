import { useEffect, useRef } from "react";
import type { ApprovalSummary } from "../../client/index.ts";
import { useAnnounce } from "../../ui/feedback/live-region.tsx";
import { t } from "../messages/t.ts";

/** More at once are counted instead of named: whoever listens has to keep up. */
const MOST_NAMED = 3;

/** Says what begins to wait once: politely, Dangerous calls at once. What waited before the window opened is not news. */
export function useAnnounceWaiting(waiting: readonly ApprovalSummary[], isQueueKnown: boolean): void {
  const announce = useAnnounce();
  const said = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isQueueKnown) return;
    const before = said.current;
    said.current = new Set(waiting.map(keyOf));
    if (before === null) return;
    const fresh = waiting.filter((one) => !before.has(keyOf(one)));
    if (fresh.length > MOST_NAMED) {
      const dangerous = fresh.filter(isDangerous).length;
      announce(t("announce.many", { count: fresh.length, dangerous }), dangerous > 0 ? "assertive" : "polite");
      return;
    }
    for (const one of fresh) announce(wordsOf(one), isDangerous(one) ? "assertive" : "polite");
  }, [waiting, isQueueKnown, announce]);
}

/** A call that was approved can come back as a result. */
function keyOf({ kind, callId }: ApprovalSummary): string {
  return `${kind} ${callId}`;
}

function isDangerous({ kind, riskClass }: ApprovalSummary): boolean {
  return kind === "call" && riskClass === "dangerous";
}

function wordsOf(one: ApprovalSummary): string {
  const words = { tool: one.toolTitle ?? one.toolName, asker: one.askerName };
  if (one.kind === "result") return t("announce.result", words);
  return t(isDangerous(one) ? "announce.dangerous" : "announce.waiting", words);
}
