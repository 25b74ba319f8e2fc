import { ChevronDown, ChevronRight, Ellipsis } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { ApprovalCard, Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Kbd } from "../../../ui/actions/kbd.tsx";
import { useSettled } from "../../../ui/actions/use-settled.ts";
import { cx } from "../../../ui/cx.ts";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Menu } from "../../../ui/overlay/menu.tsx";
import { mayStillDeny, type Freeze } from "../card/freeze.ts";
import { t } from "../messages.ts";
import { ApproveButton } from "./approve-button.tsx";
import { DecisionProblem } from "./decision-problem.tsx";
import { DenyForm } from "./deny-form.tsx";
import { FreezeNotice } from "./freeze-notice.tsx";
import { PauseForm } from "./pause-form.tsx";
import { ProofFields } from "./proof-fields.tsx";
import type { Pause } from "./use-pause.ts";
import type { ProofFieldsState } from "./use-proof.ts";
import type { Together } from "./use-together.ts";

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
  readonly proof: ProofFieldsState;
  readonly together: Together;
  readonly pause: Pause | null;
  /** Why calls of this shape cannot be allowed in advance. */
  readonly shapeOff: string | undefined;
  readonly recentReasons: readonly string[];
  readonly isExplained: boolean;
  readonly onApprove: () => void;
  readonly onEdit: () => void;
  readonly onLeaveEdit: () => void;
  readonly onShape: () => void;
  readonly onDeny: (reason: string) => void;
  readonly onExplain: () => void;
  readonly onShowLatest: () => void;
};

/** The bar stays one line: where there is less room the last buttons show their keys in the `?` dialog alone, and where there is little a menu has them. */
const LAST_WITHOUT_CAPS = { press: "@max-[44rem]:[&_kbd]:hidden", hold: "@max-[48rem]:[&_kbd]:hidden" } as const;
const WHERE_ROOM = "contents @max-[42rem]:hidden";
const WHERE_LITTLE = "hidden @max-[42rem]:contents";

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
    <div className="page-actions @container flex flex-col gap-2.5 border-t border-line bg-surface px-6 py-3">
      {freeze !== null && <FreezeNotice freeze={freeze} callId={card.callId} onShowLatest={props.onShowLatest} />}
      {shown === "deny" && (
        <DenyForm
          askerName={card.asker.kind === "agent" ? card.asker.keyName : card.asker.member.name}
          count={props.together.calls.length}
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
  const { card, freeze, isEditing, pause, mayDeny, proof, together } = props;
  const { gesture, needed } = card.requirements;
  const isFrozen = freeze !== null;
  const isBarred = card.cannotApprove !== null;
  const isHeld = gesture === "hold";
  const isSettled = useSettled(`${card.callId} ${card.digest} ${String(isFrozen)}`, SETTLE_MS);
  const { approveOnEnter, approvePlace } = useApproveOnEnter(isHeld, isSettled && !isFrozen && !isBarred, props);
  useBarKeys(props);
  return (
    <>
      {props.problem !== null && <DecisionProblem problem={props.problem} />}
      {props.isOffForGood && (
        <p role="status" className="text-sm text-amber">
          {props.offReason}
        </p>
      )}
      {card.cannotApprove !== null && !isFrozen && (
        <p className="text-sm text-ink-soft">{t(BARRED[card.cannotApprove])}</p>
      )}
      {!isFrozen && !isBarred && <ProofFields proof={proof} onSubmit={approveOnEnter} />}
      {together.isMany && (
        <Checkbox
          checked={together.isAll}
          onChange={together.toggle}
          disabled={isFrozen}
          label={
            <>
              {t("alike.all", { count: together.others + 1 })} <Kbd keys="a" />
            </>
          }
        />
      )}
      <div
        ref={props.group}
        role="group"
        tabIndex={-1}
        aria-label={t("decide.label")}
        className="flex flex-wrap items-center gap-1.5 outline-none"
      >
        <span ref={approvePlace} className="contents">
          <ApproveButton
            isDangerous={card.risk.riskClass === "dangerous"}
            isHeld={isHeld}
            isEdited={props.isEdited}
            isEditing={isEditing}
            count={together.calls.length}
            isBusy={props.isBusy}
            isOff={isFrozen || isBarred}
            offReason={props.offReason}
            isSettled={isSettled}
            onApprove={props.onApprove}
          />
        </span>
        {isEditing ? (
          <Button shortcut="escape" onClick={props.onLeaveEdit}>
            {t("decide.leave")}
          </Button>
        ) : (
          <Button
            shortcut="e"
            disabled={isFrozen}
            disabledReason={needed > 1 ? t("decide.severalPeople") : undefined}
            onClick={props.onEdit}
          >
            {t("decide.edit")}
          </Button>
        )}
        <Button shortcut="d" disabled={!mayDeny} onClick={() => props.onMode("deny")}>
          {together.isAll ? t("decide.denyMany", { count: together.calls.length }) : t("decide.deny")}
        </Button>
        <Secondary {...props} pause={pause} />
      </div>
    </>
  );
}

const BARRED = { "not-an-approver": "decide.notApprover", "already-approved": "decide.alreadyApproved" } as const;

/** What is done more rarely: allowed in advance, paused, explained. */
function Secondary(props: ButtonsProps) {
  const { card, isExplained, onExplain } = props;
  const caps = card.requirements.gesture === "hold" ? LAST_WITHOUT_CAPS.hold : LAST_WITHOUT_CAPS.press;
  const rare = rareOf(props);
  return (
    <>
      <span className={WHERE_ROOM}>
        {rare.map(({ id, label, onSelect, ...rest }) => (
          <Button key={id} variant="ghost" onClick={onSelect} className={caps} {...rest}>
            {label}
          </Button>
        ))}
      </span>
      {rare.length > 0 && (
        <span className={WHERE_LITTLE}>
          <Menu
            trigger={<IconButton icon={Ellipsis} label={t("decide.more")} size="medium" />}
            groups={[
              rare.map(({ disabled, ...item }) => (disabled ? { ...item, disabledReason: t("decide.off") } : item)),
            ]}
          />
        </span>
      )}
      <Button
        variant="ghost"
        shortcut="x"
        aria-expanded={isExplained}
        onClick={onExplain}
        className={cx(caps, "ml-auto")}
      >
        {t("decide.explain")}
        {isExplained ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
      </Button>
    </>
  );
}

/** What can be done beside deciding this very call. */
function rareOf(props: ButtonsProps) {
  const { card, freeze, isEditing, pause } = props;
  const shape = {
    id: "shape",
    label: t("decide.shape"),
    shortcut: "s",
    disabled: freeze !== null,
    disabledReason: props.shapeOff,
    onSelect: props.onShape,
  };
  const isPaused = pause?.isPaused === true;
  const pausing = {
    id: "pause",
    label: t(isPaused ? "decide.resume" : "decide.pause"),
    shortcut: "p",
    disabled: freeze?.kind === "offline",
    disabledReason: undefined,
    onSelect: () => togglePause(props),
  };
  return [...(card.asker.kind === "agent" && !isEditing ? [shape] : []), ...(pause === null ? [] : [pausing])];
}

function togglePause({ pause, onMode }: Pick<ButtonsProps, "pause" | "onMode">): void {
  if (pause?.isPaused === true) void pause.resume();
  else onMode("pause");
}

function useBarKeys(props: ButtonsProps): void {
  const { card, freeze, isEditing, pause, mayDeny, together } = props;
  const isFrozen = freeze !== null;
  const isEditable = card.requirements.needed <= 1;
  useHotkeys(t("decide.keys"), [
    isEditing
      ? { keys: "escape", label: t("decide.leave"), run: props.onLeaveEdit, inFields: true }
      : { keys: "e", label: t("decide.edit"), run: props.onEdit, disabled: isFrozen || !isEditable },
    { keys: "d", label: t("decide.deny"), run: () => props.onMode("deny"), disabled: !mayDeny },
    ...(together.isMany ? [{ keys: "a", label: t("alike.toggle"), run: together.toggle, disabled: isFrozen }] : []),
    ...(card.asker.kind === "agent" && !isEditing
      ? [
          {
            keys: "s",
            label: t("decide.shape"),
            run: props.onShape,
            disabled: isFrozen || props.shapeOff !== undefined,
          },
        ]
      : []),
    ...(pause === null
      ? []
      : [
          {
            keys: "p",
            label: t(pause.isPaused ? "decide.resume" : "decide.pause"),
            run: () => togglePause(props),
            disabled: freeze?.kind === "offline",
          },
        ]),
    { keys: "x", label: t("decide.explain"), run: props.onExplain },
  ]);
}

/** Enter in a field of the proof approves where a press is enough, and leads to the button that must be held where it is not. */
function useApproveOnEnter(isHeld: boolean, isReady: boolean, { onApprove }: ButtonsProps) {
  const approvePlace = useRef<HTMLSpanElement>(null);
  const approveOnEnter = (): void => {
    if (isHeld) approvePlace.current?.querySelector("button")?.focus();
    else if (isReady) onApprove();
  };
  return { approveOnEnter, approvePlace };
}
