import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { ApprovalCard, Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { useSettled } from "../../../ui/actions/use-settled.ts";
import { cx } from "../../../ui/cx.ts";
import { mayStillDeny, type Freeze } from "../card/freeze.ts";
import { t } from "../messages.ts";
import { isHeld } from "../words/class-words.ts";
import { ApproveButton } from "./approve-button.tsx";
import { DecisionProblem } from "./decision-problem.tsx";
import { DenyForm } from "./deny-form.tsx";
import { FreezeNotice } from "./freeze-notice.tsx";
import { PauseForm } from "./pause-form.tsx";
import type { Pause } from "./use-pause.ts";

/** A key that was meant for the card before must not decide this one. */
const SETTLE_MS = 500;

export type DecisionBarProps = {
  readonly card: ApprovalCard;
  readonly freeze: Freeze | null;
  readonly isEditing: boolean;
  readonly isEdited: boolean;
  /** Why what is in the editor cannot be approved now. */
  readonly offReason: string | undefined;
  /** That reason stays until the person changes something, so it stands above the buttons. */
  readonly isOffForGood: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly pause: Pause | null;
  readonly recentReasons: readonly string[];
  readonly isExplained: boolean;
  readonly onApprove: () => void;
  readonly onEdit: () => void;
  readonly onLeaveEdit: () => void;
  readonly onDeny: (reason: string) => void;
  readonly onExplain: () => void;
  readonly onShowLatest: () => void;
};

/** In the smallest window the bar stays one line: the last buttons show their keys in the `?` dialog alone. */
const LAST_WITHOUT_CAPS = "narrow:[&_kbd]:hidden";

type Mode = "buttons" | "deny" | "pause";

/** The actions of the card. While it is frozen they stand still, below the reason. */
export function DecisionBar(props: DecisionBarProps) {
  const { card, freeze, pause } = props;
  const [mode, setMode] = useState<Mode>("buttons");
  const mayDeny = mayStillDeny(freeze);
  const canStay = mode === "deny" ? mayDeny : pause !== null;
  const shown = canStay ? mode : "buttons";
  const buttons = useRef<HTMLDivElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    // A form that closed leaves the focus behind; the buttons that came back for it take it up.
    if (shown === "buttons" && before.current !== "buttons") buttons.current?.focus({ preventScroll: true });
    before.current = shown;
  }, [shown]);
  return (
    <div className="flex flex-col gap-2.5 border-t border-line bg-surface px-6 py-3">
      {freeze !== null && <FreezeNotice freeze={freeze} callId={card.callId} onShowLatest={props.onShowLatest} />}
      {shown === "deny" && (
        <DenyForm
          askerName={card.asker.kind === "agent" ? card.asker.keyName : card.asker.member.name}
          recentReasons={props.recentReasons}
          isBusy={props.isBusy}
          problem={props.problem}
          onDeny={props.onDeny}
          onBack={() => setMode("buttons")}
        />
      )}
      {shown === "pause" && pause !== null && <PauseForm pause={pause} onBack={() => setMode("buttons")} />}
      {shown === "buttons" && <Buttons {...props} mayDeny={mayDeny} onMode={setMode} group={buttons} />}
    </div>
  );
}

type ButtonsProps = DecisionBarProps & {
  readonly mayDeny: boolean;
  readonly onMode: (mode: Mode) => void;
  readonly group: RefObject<HTMLDivElement | null>;
};

function Buttons(props: ButtonsProps) {
  const { card, freeze, isEditing, pause, mayDeny, onMode } = props;
  const { riskClass } = card.risk;
  const isSettled = useSettled(`${card.callId} ${card.digest} ${String(freeze === null)}`, SETTLE_MS);
  const isFrozen = freeze !== null;
  const togglePause = (): void => {
    if (pause?.isPaused === true) void pause.resume();
    else onMode("pause");
  };
  useHotkeys(t("decide.keys"), [
    isEditing
      ? { keys: "escape", label: t("decide.leave"), run: props.onLeaveEdit, inFields: true }
      : { keys: "e", label: t("decide.edit"), run: props.onEdit, disabled: isFrozen },
    { keys: "d", label: t("decide.deny"), run: () => onMode("deny"), disabled: !mayDeny },
    ...(pause === null
      ? []
      : [{ keys: "p", label: t(pause.isPaused ? "decide.resume" : "decide.pause"), run: togglePause }]),
    { keys: "x", label: t("decide.explain"), run: props.onExplain },
  ]);
  return (
    <>
      {props.problem !== null && <DecisionProblem problem={props.problem} />}
      {props.isOffForGood && (
        <p role="status" className="text-sm text-amber">
          {props.offReason}
        </p>
      )}
      <div
        ref={props.group}
        role="group"
        tabIndex={-1}
        aria-label={t("decide.label")}
        className="flex flex-wrap items-center gap-1.5 outline-none"
      >
        <ApproveButton
          isDangerous={riskClass === "dangerous"}
          isHeld={isHeld(riskClass)}
          isEdited={props.isEdited}
          isEditing={isEditing}
          isBusy={props.isBusy}
          isOff={isFrozen}
          offReason={props.offReason}
          isSettled={isSettled}
          onApprove={props.onApprove}
        />
        {isEditing ? (
          <Button shortcut="escape" onClick={props.onLeaveEdit}>
            {t("decide.leave")}
          </Button>
        ) : (
          <Button shortcut="e" disabled={isFrozen} onClick={props.onEdit}>
            {t("decide.edit")}
          </Button>
        )}
        <Button shortcut="d" disabled={!mayDeny} onClick={() => onMode("deny")}>
          {t("decide.deny")}
        </Button>
        {pause !== null && (
          <Button variant="ghost" shortcut="p" onClick={togglePause} className={LAST_WITHOUT_CAPS}>
            {t(pause.isPaused ? "decide.resume" : "decide.pause")}
          </Button>
        )}
        <Button
          variant="ghost"
          shortcut="x"
          aria-expanded={props.isExplained}
          onClick={props.onExplain}
          className={cx(LAST_WITHOUT_CAPS, "ml-auto")}
        >
          {t("decide.explain")}
          {props.isExplained ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        </Button>
      </div>
    </>
  );
}
