import { ArrowRight, MailX } from "lucide-react";
import { useState } from "react";
import type { CallId, ResultCard } from "../../../client/index.ts";
import { buttonClass } from "../../../ui/actions/button.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { CardBody } from "../card/card-body.tsx";
import type { Outcome } from "../decide/use-decide.ts";
import { t } from "../messages.ts";
import { ResultBar } from "./result-bar.tsx";
import { ResultContent } from "./result-content.tsx";
import { ResultHead } from "./result-head.tsx";
import { ResultNotices } from "./result-notices.tsx";
import { useResult } from "./use-result.ts";

export type ResultCardViewProps = {
  readonly callId: CallId;
  readonly recentReasons: readonly string[];
  readonly onReason: (reason: string) => void;
  readonly onDecided: (outcome: Outcome, tool: string) => void;
};

/** A result that the agent has not got yet, in every state that it can be in. */
export function ResultCardView({ callId, onDecided, ...rest }: ResultCardViewProps) {
  const read = useResult(callId);
  const [returns, setReturns] = useState(0);
  if (read.kind === "loading") return <Skeleton shape="card" rows={4} />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  if (read.kind === "gone") return <Gone callId={callId} />;
  const { card, freeze } = read;
  const tool = card.tool.title ?? card.tool.exposedName;
  return (
    <article
      key={card.digest}
      aria-label={t("result.label", { tool, asker: askerName(card) })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <CardBody returns={returns}>
        <ResultHead card={card} isStopped={freeze === "over"} />
        <ResultNotices card={card} />
        <ResultContent card={card} />
        <section className="flex flex-col gap-2 border-t border-line pt-4">
          <h3 className="text-sm font-semibold">{t("result.sent")}</h3>
          <ArgumentsView label={t("result.sent")} value={card.executedArguments} />
        </section>
      </CardBody>
      <ResultBar
        card={card}
        freeze={freeze}
        askerName={askerName(card)}
        onDecided={(kind) =>
          onDecided({ kind, decided: [callId], counted: [], failures: [] }, card.tool.title ?? card.tool.exposedName)
        }
        onRefused={read.refetch}
        onShowLatest={read.showLatest}
        onBack={() => setReturns(returns + 1)}
        {...rest}
      />
    </article>
  );
}

function askerName({ asker }: Pick<ResultCard, "asker">): string {
  return asker.kind === "agent" ? asker.keyName : asker.member.name;
}

function Gone({ callId }: { readonly callId: CallId }) {
  return (
    <EmptyState
      icon={MailX}
      title={t("gone.result")}
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
