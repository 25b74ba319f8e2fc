import { Check } from "lucide-react";
import { useState } from "react";
import { problemOf, useAction, useStudio, type ResultCard } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { useSettled } from "../../../ui/actions/use-settled.ts";
import { DecisionProblem } from "../decide/decision-problem.tsx";
import { PauseForm } from "../decide/pause-form.tsx";
import { usePause } from "../decide/use-pause.ts";
import { t } from "../messages.ts";
import { ResultFreezeNotice } from "./result-freeze-notice.tsx";
import type { ResultFreeze } from "./use-result.ts";
import { WithholdForm } from "./withhold-form.tsx";

/** A key that was meant for the card before must not decide this one. */
const SETTLE_MS = 500;

export type ResultBarProps = {
  readonly card: ResultCard;
  readonly freeze: ResultFreeze | null;
  readonly askerName: string;
  readonly recentReasons: readonly string[];
  readonly onReason: (reason: string) => void;
  readonly onDecided: (kind: "released" | "withheld") => void;
  readonly onRefused: () => void;
  readonly onShowLatest: () => void;
  /** A form was left: the focus goes back to the card. */
  readonly onBack: () => void;
};

type Mode = "buttons" | "withhold" | "pause";

/** Gives the result to the agent, or keeps it. */
export function ResultBar(props: ResultBarProps) {
  const { card, freeze } = props;
  const [mode, setMode] = useState<Mode>("buttons");
  const pause = usePause(card.asker);
  const review = useReview(props);
  const isFrozen = freeze !== null;
  const isSettled = useSettled(`${card.callId} ${card.digest} ${String(isFrozen)}`, SETTLE_MS);
  const shown = isFrozen ? "buttons" : mode;
  const back = (): void => {
    setMode("buttons");
    props.onBack();
  };
  return (
    <div className="page-actions flex flex-col gap-2.5 border-t border-line bg-surface px-6 py-3">
      {freeze !== null && <ResultFreezeNotice freeze={freeze} callId={card.callId} onShowLatest={props.onShowLatest} />}
      {shown === "withhold" && (
        <WithholdForm
          askerName={props.askerName}
          recentReasons={props.recentReasons}
          isBusy={review.isBusy}
          problem={review.problem}
          onWithhold={(reason) => {
            props.onReason(reason);
            review.withhold(reason);
          }}
          onBack={back}
        />
      )}
      {shown === "pause" && pause !== null && <PauseForm pause={pause} onBack={back} />}
      {shown === "buttons" && (
        <>
          {!card.mayRelease && !isFrozen && <p className="text-sm text-ink-soft">{t("result.notReleaser")}</p>}
          {review.problem !== null && <DecisionProblem problem={review.problem} />}
          <Buttons
            isFrozen={isFrozen}
            mayRelease={card.mayRelease}
            isReady={isSettled && !isFrozen && card.mayRelease}
            isBusy={review.isBusy}
            pauseLabel={pause === null ? null : t(pause.isPaused ? "decide.resume" : "decide.pause")}
            onRelease={review.release}
            onWithhold={() => setMode("withhold")}
            onPause={() => {
              if (pause?.isPaused === true) void pause.resume();
              else setMode("pause");
            }}
          />
        </>
      )}
    </div>
  );
}

type ButtonsProps = {
  readonly isFrozen: boolean;
  readonly mayRelease: boolean;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly pauseLabel: string | null;
  readonly onRelease: () => void;
  readonly onWithhold: () => void;
  readonly onPause: () => void;
};

function Buttons(props: ButtonsProps) {
  const { isFrozen, isReady, pauseLabel } = props;
  useHotkeys(t("result.keys"), [
    { keys: "enter", label: t("result.release"), run: props.onRelease, disabled: !isReady },
    { keys: "d", label: t("result.withhold"), run: props.onWithhold, disabled: isFrozen },
    ...(pauseLabel === null ? [] : [{ keys: "p", label: pauseLabel, run: props.onPause }]),
  ]);
  return (
    <div role="group" aria-label={t("decide.label")} className="flex flex-wrap items-center gap-1.5">
      <Button
        variant="primary"
        icon={Check}
        shortcut="enter"
        isBusy={props.isBusy}
        disabled={isFrozen}
        disabledReason={props.mayRelease ? undefined : t("result.notReleaser")}
        onClick={() => isReady && props.onRelease()}
      >
        {t("result.release")}
      </Button>
      <Button shortcut="d" disabled={isFrozen} onClick={props.onWithhold}>
        {t("result.withhold")}
      </Button>
      {pauseLabel !== null && (
        <Button variant="ghost" shortcut="p" onClick={props.onPause}>
          {pauseLabel}
        </Button>
      )}
    </div>
  );
}

/** Joins the decision about a result to the studio, with the digest of what is on screen. */
function useReview({ card, onDecided, onRefused }: ResultBarProps) {
  const { api } = useStudio();
  const { callId, digest } = card;
  const review = useAction(async (send: () => Promise<unknown>) => {
    try {
      await send();
    } catch (error) {
      if (STALE.has(problemOf(error).code)) onRefused();
      throw error;
    }
  });
  const run = (kind: "released" | "withheld", send: () => Promise<unknown>): void => {
    if (review.isBusy) return;
    void review.run(send).then((outcome) => outcome.kind === "done" && onDecided(kind));
  };
  return {
    release: () => run("released", () => api.approvals.release({ callId, digest })),
    withhold: (reason: string) => run("withheld", () => api.approvals.withhold({ callId, digest, reason })),
    isBusy: review.isBusy,
    problem: review.problem,
  };
}

const STALE: ReadonlySet<string> = new Set(["digest_mismatch", "already_decided", "not_waiting", "answer_lost"]);
