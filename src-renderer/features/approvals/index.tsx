/** The calls that wait for a person: the queue, the card, and the decision. */
import { useEffect, useState } from "react";
import type { ApprovalSummary, CallId } from "../../client/index.ts";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { useAnnounce } from "../../ui/feedback/live-region.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { CallCard } from "./card/call-card.tsx";
import { withReason } from "./decide/recent-reasons.ts";
import { t } from "./messages.ts";
import { EmptyQueue } from "./queue/empty-queue.tsx";
import type { Decided } from "./queue/last-decision.tsx";
import { callAfter, countAlike } from "./queue/order.ts";
import { Queue } from "./queue/queue.tsx";
import { usePrefetchedCards, useQueue } from "./queue/use-queue.ts";
import { useGoToCall } from "./use-place.ts";
import { usePreloadedEditors } from "./use-preloaded-editors.ts";

export type ApprovalsPageProps = { readonly callId: CallId | null };

const NOBODY: ReadonlySet<CallId> = new Set();

/** The calls that wait for a person, and the one that is decided now. */
export function ApprovalsPage({ callId }: ApprovalsPageProps) {
  const [decidedIds, setDecidedIds] = useState(NOBODY);
  const [lastDecided, setLastDecided] = useState<Decided | null>(null);
  const announce = useAnnounce();
  const read = useQueue(decidedIds);
  usePreloadedEditors();
  const onDecided = (decided: Decided): void => {
    setDecidedIds(new Set([...decidedIds, decided.callId]));
    setLastDecided(decided);
    announce(t(`decided.${decided.kind}`, { tool: decided.tool }));
  };
  const queue = read.kind === "ready" ? read.queue : null;
  return (
    <Page
      title={t("page.title")}
      aside={
        queue !== null &&
        queue.length > 0 && <span className="text-sm text-ink-faint">{t("page.waiting", { count: queue.length })}</span>
      }
    >
      {read.kind === "loading" && <Skeleton />}
      {read.kind === "failed" && <ErrorState {...read.failure} />}
      {queue !== null && <Content callId={callId} queue={queue} lastDecided={lastDecided} onDecided={onDecided} />}
    </Page>
  );
}

type ContentProps = ApprovalsPageProps & {
  readonly queue: readonly ApprovalSummary[];
  readonly lastDecided: Decided | null;
  readonly onDecided: (decided: Decided) => void;
};

function Content({ callId, queue, lastDecided, onDecided }: ContentProps) {
  const go = useGoToCall();
  const [isListOpen, setListOpen] = useState(false);
  const [recentReasons, setRecentReasons] = useState<readonly string[]>([]);
  const shownId = callId ?? queue[0]?.callId ?? null;
  usePrefetchedCards(queue, shownId);
  useEffect(() => {
    // What is shown stands in the address, so that a call that arrives does not take its place.
    if (callId === null && shownId !== null) go(shownId, "replace");
  }, [callId, shownId, go]);
  const select = (id: string): void => {
    const found = queue.find((call) => call.callId === id);
    setListOpen(false);
    if (found !== undefined && found.callId !== callId) go(found.callId, "replace");
  };
  useQueueKeys(queue, shownId, select);
  if (shownId === null) return <EmptyQueue lastDecided={lastDecided} />;
  return (
    <SplitView
      listLabel={t("queue.region")}
      detailLabel={t("card.region")}
      isDetailOpen={!isListOpen}
      onBack={() => setListOpen(true)}
      backLabel={t("queue.region")}
      list={<Queue queue={queue} selectedId={shownId} onSelect={select} lastDecided={lastDecided} />}
      detail={
        <CallCard
          key={shownId}
          callId={shownId}
          alike={countAlike(queue).get(shownId) ?? 0}
          recentReasons={recentReasons}
          onReason={(reason) => setRecentReasons(withReason(recentReasons, reason))}
          onDecided={(kind, tool) => {
            onDecided({ callId: shownId, kind, tool });
            go(callAfter(queue, shownId), "replace");
          }}
        />
      }
    />
  );
}

function useQueueKeys(queue: readonly ApprovalSummary[], shownId: CallId | null, select: (id: string) => void): void {
  const index = queue.findIndex(({ callId }) => callId === shownId);
  const step = (by: 1 | -1): void => {
    const target = queue[index === -1 ? 0 : index + by];
    if (target !== undefined) select(target.callId);
  };
  useHotkeys(t("page.keys"), [
    { keys: "j", label: t("queue.next"), run: () => step(1), disabled: queue.length === 0 },
    { keys: "k", label: t("queue.previous"), run: () => step(-1), disabled: queue.length === 0 },
  ]);
}
