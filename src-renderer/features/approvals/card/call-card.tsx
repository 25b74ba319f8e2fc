import { ArrowRight, MailX } from "lucide-react";
import type { CallId } from "../../../client/index.ts";
import { buttonClass } from "../../../ui/actions/button.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import type { Outcome } from "../decide/use-decide.ts";
import { t } from "../messages.ts";
import { LiveCard, type LiveCardProps } from "./live-card.tsx";
import { useCard } from "./use-card.ts";

export type CallCardProps = Pick<LiveCardProps, "alike" | "recentReasons" | "onReason"> & {
  readonly callId: CallId;
  readonly onDecided: (outcome: Outcome, tool: string) => void;
};

/** The card of one call, in every state that it can be in. */
export function CallCard({ callId, onDecided, ...rest }: CallCardProps) {
  const read = useCard(callId);
  if (read.kind === "loading") return <Skeleton shape="card" rows={4} />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  if (read.kind === "gone") return <NotWaiting callId={callId} />;
  const { card } = read;
  const { definition } = card.tool;
  return (
    <LiveCard
      // Another content is another card: nothing that was typed for one is kept for the other.
      key={card.digest}
      card={card}
      freeze={read.freeze}
      onDecided={(outcome) => onDecided(outcome, definition.title ?? definition.name)}
      onRefused={read.refetch}
      onShowLatest={read.showLatest}
      {...rest}
    />
  );
}

/** An address of a call that had left the queue before anyone looked at it here. */
function NotWaiting({ callId }: { readonly callId: CallId }) {
  return (
    <EmptyState
      icon={MailX}
      title={t("gone.title")}
      action={
        <a href={`#/activity/${callId}`} className={buttonClass("secondary", "medium")}>
          {t("freeze.way")}
          <ArrowRight size={14} aria-hidden />
        </a>
      }
    >
      {t("gone.text")}
    </EmptyState>
  );
}
