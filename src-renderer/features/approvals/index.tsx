/** The calls and results that wait for a person: the queue, the card, and the decision. */
import { useEffect, useState } from "react";
import type { CallId } from "../../client/index.ts";
import { useHotkeys } from "../../ui/actions/hotkeys.tsx";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { useAnnounce } from "../../ui/feedback/live-region.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { SplitView } from "../../ui/layout/split-view.tsx";
import { BrokenAccounts } from "./broken-accounts.tsx";
import { CallCard } from "./card/call-card.tsx";
import { withReason } from "./decide/recent-reasons.ts";
import type { Outcome } from "./decide/use-decide.ts";
import { t } from "./messages.ts";
import { EmptyQueue } from "./queue/empty-queue.tsx";
import { decidedWords, type Decided } from "./queue/last-decision.tsx";
import { callAfter, groupWith, keyOf, type QueueGroup } from "./queue/order.ts";
import { Queue } from "./queue/queue.tsx";
import { usePrefetchedCards, useQueue } from "./queue/use-queue.ts";
import { ResultCardView } from "./result/result-card.tsx";
import { useGoToCall } from "./use-place.ts";
import { usePreloadedEditors } from "./use-preloaded-editors.ts";

export type ApprovalsPageProps = { readonly callId: CallId | null };

const NOTHING: ReadonlySet<string> = new Set();
const NOBODY: ReadonlySet<CallId> = new Set();

/** What waits for a person, and the one thing that is decided now. */
export function ApprovalsPage({ callId }: ApprovalsPageProps) {
  const [decidedKeys, setDecidedKeys] = useState(NOTHING);
  const [voted, setVoted] = useState(NOBODY);
  const [lastDecided, setLastDecided] = useState<Decided | null>(null);
  const announce = useAnnounce();
  const read = useQueue(decidedKeys, voted);
  usePreloadedEditors();
  const onDecided = (decided: Decided, { kind, decided: left, counted }: Outcome): void => {
    const what = kind === "released" || kind === "withheld" ? "result" : "call";
    setDecidedKeys(new Set([...decidedKeys, ...left.map((id) => keyOf({ kind: what, callId: id }))]));
    setVoted(new Set([...voted, ...counted]));
    setLastDecided(decided);
    announce(decidedWords(decided, decided.tool));
  };
  return (
    <Page
      title={t("page.title")}
      aside={
        read.kind === "ready" &&
        read.waiting > 0 && <span className="text-sm text-ink-faint">{t("page.waiting", { count: read.waiting })}</span>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <BrokenAccounts />
        <div className="min-h-0 flex-1">
          {read.kind === "loading" && <Skeleton />}
          {read.kind === "failed" && <ErrorState {...read.failure} />}
          {read.kind === "ready" && (
            <Content callId={callId} groups={read.groups} lastDecided={lastDecided} onDecided={onDecided} />
          )}
        </div>
      </div>
    </Page>
  );
}

type ContentProps = ApprovalsPageProps & {
  readonly groups: readonly QueueGroup[];
  readonly lastDecided: Decided | null;
  readonly onDecided: (decided: Decided, outcome: Outcome) => void;
};

function Content({ callId, groups, lastDecided, onDecided }: ContentProps) {
  const go = useGoToCall();
  const notify = useNotify();
  const [isListOpen, setListOpen] = useState(false);
  const [recentReasons, setRecentReasons] = useState<readonly string[]>([]);
  const shownId = callId ?? groups[0]?.shown.callId ?? null;
  const selected = groupWith(groups, shownId);
  usePrefetchedCards(groups, selected);
  useEffect(() => {
    // What is shown stands in the address, so that a call that arrives does not take its place.
    if (callId === null && shownId !== null) go(shownId, "replace");
  }, [callId, shownId, go]);
  const select = (group: QueueGroup): void => {
    setListOpen(false);
    if (group !== selected) go(group.shown.callId, "replace");
  };
  useQueueKeys(groups, selected, select);
  if (shownId === null) return <EmptyQueue lastDecided={lastDecided} />;

  const onReason = (reason: string): void => setRecentReasons(withReason(recentReasons, reason));
  const finish = (outcome: Outcome, tool: string): void => {
    const [first] = outcome.failures;
    if (first !== undefined) {
      notify({ kind: "ours", title: t("decided.someFailed", { count: outcome.failures.length }), description: first });
    }
    const left = [...outcome.decided, ...outcome.counted];
    if (left.length === 0) return;
    onDecided({ callId: left[0] ?? shownId, kind: outcome.kind, tool, count: left.length }, outcome);
    go(callAfter(groups, left), "replace");
  };
  const rest = { callId: shownId, recentReasons, onReason, onDecided: finish };
  return (
    <SplitView
      listLabel={t("queue.region")}
      detailLabel={t("card.region")}
      isDetailOpen={!isListOpen}
      onBack={() => setListOpen(true)}
      backLabel={t("queue.region")}
      list={<Queue groups={groups} selected={selected} onSelect={select} lastDecided={lastDecided} />}
      detail={
        selected?.shown.kind === "result" ? (
          <ResultCardView key={`result ${shownId}`} {...rest} />
        ) : (
          <CallCard key={shownId} alike={selected?.calls ?? []} {...rest} />
        )
      }
    />
  );
}

function useQueueKeys(
  groups: readonly QueueGroup[],
  selected: QueueGroup | undefined,
  select: (group: QueueGroup) => void,
): void {
  const index = selected === undefined ? -1 : groups.indexOf(selected);
  const step = (by: 1 | -1): void => {
    const target = groups[index === -1 ? 0 : index + by];
    if (target !== undefined) select(target);
  };
  useHotkeys(t("page.keys"), [
    { keys: "j", label: t("queue.next"), run: () => step(1), disabled: groups.length === 0 },
    { keys: "k", label: t("queue.previous"), run: () => step(-1), disabled: groups.length === 0 },
  ]);
}
