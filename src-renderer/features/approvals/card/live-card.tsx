import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useMember, type ApprovalCard, type ApprovalSummary } from "../../../client/index.ts";
import { DecisionBar } from "../decide/decision-bar.tsx";
import { useDecide, type Outcome } from "../decide/use-decide.ts";
import { usePause } from "../decide/use-pause.ts";
import { useProof } from "../decide/use-proof.ts";
import { useTogether } from "../decide/use-together.ts";
import type { DraftVerdict } from "../edit/draft.ts";
import { useDraft } from "../edit/use-draft.ts";
import { t } from "../messages.ts";
import { ShapeBar } from "../shape/shape-bar.tsx";
import { shapeOff } from "../shape/shape-off.ts";
import { useShape } from "../shape/use-shape.ts";
import { CardArguments } from "./card-arguments.tsx";
import { CardBody } from "./card-body.tsx";
import { CardHead } from "./card-head.tsx";
import { Effect } from "./effect.tsx";
import { Explanation } from "./explanation.tsx";
import type { Freeze } from "./freeze.ts";
import { TaintLine, taintOf } from "./taint-line.tsx";
import { Votes } from "./votes.tsx";
import { Warnings } from "./warnings.tsx";

// The form made from a schema and its editor are most of this place's weight, and most calls are not edited.
const EditArguments = lazy(async () => ({ default: (await import("../edit/edit-arguments.tsx")).EditArguments }));
const ShapeForm = lazy(async () => ({ default: (await import("../shape/shape-form.tsx")).ShapeForm }));

export type LiveCardProps = {
  readonly card: ApprovalCard;
  readonly freeze: Freeze | null;
  /** The waiting calls of this agent that ask for exactly the same, this one among them. */
  readonly alike: readonly ApprovalSummary[];
  readonly recentReasons: readonly string[];
  readonly onDecided: (outcome: Outcome) => void;
  readonly onReason: (reason: string) => void;
  /** A decision was refused because of what the card has become. */
  readonly onRefused: () => void;
  readonly onShowLatest: () => void;
};

type View = "read" | "edit" | "shape";

/**
 * One waiting call. The order of reading is the order of deciding: what, how risky, who asks, what it would do and with whose
 * account, what is unusual, the whole arguments, the actions.
 */
export function LiveCard(props: LiveCardProps) {
  const { card, freeze } = props;
  const [view, setView] = useState<View>("read");
  const [isExplained, setExplained] = useState(false);
  const [returns, setReturns] = useState(0);
  const { may } = useMember();
  const isEditing = view === "edit";
  const edit = useDraft(card, isEditing);
  const together = useTogether(card, props.alike, isEditing);
  const decide = useDecide({
    card,
    together: together.calls,
    onDecided: props.onDecided,
    onRefused: props.onRefused,
  });
  const proof = useProof(card.requirements, decide.problem);
  const pause = usePause(card.asker);
  const leave = (): void => {
    setView("read");
    setReturns(returns + 1);
  };
  const shape = useShape(card, { onApprove: () => decide.approve({}), onDone: leave });
  const isEdited = isEditing && edit.verdict.kind !== "same";
  const approve = (): void => {
    const given = proof.take();
    if (given === null) return;
    if (isEditing && edit.verdict.kind === "fits") decide.approveEdited(edit.verdict.arguments, given);
    else if (!isEdited) decide.approve(given);
  };
  return (
    <article aria-label={labelOf(card)} className="flex min-h-0 flex-1 flex-col">
      <CardBody returns={returns}>
        <Facts card={card} isStopped={freeze?.kind === "over"} alike={together.others} />
        {view === "read" && <CardArguments card={card} hasDraft={edit.isChanged} />}
        <Suspense fallback={null}>
          {isEditing && (
            <EditArguments
              card={card}
              draft={edit.draft}
              isChanged={edit.isChanged}
              checked={edit.checked}
              onChange={edit.change}
              onViewChange={edit.recheck}
              onReset={edit.reset}
            />
          )}
          {view === "shape" && <ShapeForm card={card} shape={shape} />}
        </Suspense>
        {isExplained && <Explained card={card} />}
      </CardBody>
      {view === "shape" ? (
        <ShapeBar card={card} shape={shape} isOff={freeze !== null} onBack={leave} />
      ) : (
        <DecisionBar
          card={card}
          freeze={freeze}
          isEditing={isEditing}
          isEdited={isEdited}
          offReason={isEdited ? offReason(edit.verdict) : undefined}
          isOffForGood={isEdited && edit.verdict.kind === "does-not-fit"}
          isBusy={decide.isBusy}
          problem={decide.problem}
          proof={proof}
          together={together}
          pause={pause}
          shapeOff={shapeOff(card, may("admin"))}
          recentReasons={props.recentReasons}
          isExplained={isExplained}
          onApprove={approve}
          onEdit={() => setView("edit")}
          onLeaveEdit={leave}
          onShape={() => setView("shape")}
          onDeny={(reason) => {
            props.onReason(reason);
            decide.deny(reason);
          }}
          onExplain={() => setExplained(!isExplained)}
          onShowLatest={props.onShowLatest}
        />
      )}
    </article>
  );
}

type FactsProps = { readonly card: ApprovalCard; readonly isStopped: boolean; readonly alike: number };

/** What stands on the card whatever is done with it. */
function Facts({ card, isStopped, alike }: FactsProps) {
  const taint = taintOf(card);
  return (
    <>
      <CardHead card={card} isStopped={isStopped} />
      <Effect card={card} />
      <Votes card={card} />
      {taint !== null && <TaintLine source={taint} card={card} />}
      <Warnings
        warnings={card.warnings}
        tool={{ connectorId: card.connector.id, toolId: card.tool.id }}
        alike={alike}
        notApplied={card.verdict.notApplied}
        riskClass={card.risk.riskClass}
        lockedMeanwhile={card.lockedMeanwhile}
      />
    </>
  );
}

function Explained({ card }: { readonly card: ApprovalCard }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: newer browsers return a promise here, which is no clean-up.
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
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
