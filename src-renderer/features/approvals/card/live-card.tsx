import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { ApprovalCard } from "../../../client/index.ts";
import { DecisionBar } from "../decide/decision-bar.tsx";
import { useDecide } from "../decide/use-decide.ts";
import { usePause } from "../decide/use-pause.ts";
import { useDraft } from "../edit/use-draft.ts";
import type { DraftVerdict } from "../edit/draft.ts";
import { t } from "../messages.ts";
import type { Decided } from "../queue/last-decision.tsx";
import { CardArguments } from "./card-arguments.tsx";
import { CardBody } from "./card-body.tsx";
import { CardHead } from "./card-head.tsx";
import { Effect } from "./effect.tsx";
import { Explanation } from "./explanation.tsx";
import type { Freeze } from "./freeze.ts";
import { Warnings } from "./warnings.tsx";

// The form made from a schema and its editor are most of this place's weight, and most calls are not edited.
const EditArguments = lazy(async () => ({ default: (await import("../edit/edit-arguments.tsx")).EditArguments }));

export type LiveCardProps = {
  readonly card: ApprovalCard;
  readonly freeze: Freeze | null;
  /** How many other waiting calls ask for exactly the same. */
  readonly alike: number;
  readonly recentReasons: readonly string[];
  readonly onDecided: (kind: Decided["kind"]) => void;
  readonly onReason: (reason: string) => void;
  /** A decision was refused because of what the card has become. */
  readonly onRefused: () => void;
  readonly onShowLatest: () => void;
};

/**
 * One waiting call. The order of reading is the order of deciding: what, how risky, who asks, what it would do and with whose
 * account, what is unusual, the whole arguments, the actions.
 */
export function LiveCard(props: LiveCardProps) {
  const { card, freeze } = props;
  const [isEditing, setEditing] = useState(false);
  const [isExplained, setExplained] = useState(false);
  const [returns, setReturns] = useState(0);
  const edit = useDraft(card, isEditing);
  const decide = useDecide(card, props.onDecided, props.onRefused);
  const pause = usePause(card.asker);
  const tool = { connectorId: card.connector.id, toolId: card.tool.id };
  const isEdited = isEditing && edit.verdict.kind !== "same";
  const leave = (): void => {
    setEditing(false);
    setReturns(returns + 1);
  };
  const approve = (): void => {
    if (isEditing && edit.verdict.kind === "fits") decide.approveEdited(edit.verdict.arguments);
    else if (!isEdited) decide.approve();
  };
  return (
    <article aria-label={labelOf(card)} className="flex min-h-0 flex-1 flex-col">
      <CardBody returns={returns}>
        <CardHead card={card} isStopped={freeze?.kind === "over"} />
        <Effect card={card} />
        <Warnings warnings={card.warnings} tool={tool} alike={props.alike} lockedMeanwhile={card.lockedMeanwhile} />
        {isEditing ? (
          <Suspense fallback={null}>
            <EditArguments
              card={card}
              draft={edit.draft}
              isChanged={edit.isChanged}
              checked={edit.checked}
              onChange={edit.change}
              onViewChange={edit.recheck}
              onReset={edit.reset}
            />
          </Suspense>
        ) : (
          <CardArguments card={card} hasDraft={edit.isChanged} />
        )}
        {isExplained && <Explained card={card} />}
      </CardBody>
      <DecisionBar
        card={card}
        freeze={freeze}
        isEditing={isEditing}
        isEdited={isEdited}
        offReason={isEdited ? offReason(edit.verdict) : undefined}
        isOffForGood={isEdited && edit.verdict.kind === "does-not-fit"}
        isBusy={decide.isBusy}
        problem={decide.problem}
        pause={pause}
        recentReasons={props.recentReasons}
        isExplained={isExplained}
        onApprove={approve}
        onEdit={() => setEditing(true)}
        onLeaveEdit={leave}
        onDeny={(reason) => {
          props.onReason(reason);
          decide.deny(reason);
        }}
        onExplain={() => setExplained(!isExplained)}
        onShowLatest={props.onShowLatest}
      />
    </article>
  );
}

function Explained({ card }: { readonly card: ApprovalCard }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={place}>
      <Explanation card={card} />
    </div>
  );
}

function labelOf(card: ApprovalCard): string {
  const { asker, tool } = card;
  return t("card.label", {
    tool: tool.definition.title ?? tool.definition.name,
    asker: asker.kind === "agent" ? asker.keyName : asker.member.name,
  });
}

function offReason(verdict: DraftVerdict): string | undefined {
  switch (verdict.kind) {
    case "same":
    case "fits":
      return undefined;
    case "checking":
      return t("decide.checking");
    case "does-not-fit":
      return t("decide.invalid");
  }
}
