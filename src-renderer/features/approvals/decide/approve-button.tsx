import { Check } from "lucide-react";
import { Button } from "../../../ui/actions/button.tsx";
import { HoldButton } from "../../../ui/actions/hold-button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { t } from "../messages.ts";

export type ApproveButtonProps = {
  readonly isDangerous: boolean;
  /** Must be held for a second. */
  readonly isHeld: boolean;
  readonly isEdited: boolean;
  /** The editor is open: then Enter belongs to it, and the way to approve is Ctrl or ⌘ with Enter. */
  readonly isEditing: boolean;
  readonly isBusy: boolean;
  readonly isOff: boolean;
  /** Why it cannot be pressed at the moment, when that will pass. */
  readonly offReason: string | undefined;
  /** The card has been there long enough to be the one that a key press is meant for. */
  readonly isSettled: boolean;
  readonly onApprove: () => void;
};

/** Yes: a press for what is known to be mild, a second of holding for what reaches far or is unknown. */
export function ApproveButton(props: ApproveButtonProps) {
  const { isEdited, isOff, offReason } = props;
  if (props.isHeld) {
    return (
      <HoldButton
        label={t(isEdited ? "decide.holdEdited" : "decide.hold")}
        icon={Check}
        shortcut={props.isEditing ? undefined : "enter"}
        hotkeyGroup={t("decide.keys")}
        disabled={isOff || offReason !== undefined || props.isBusy}
        onHeld={props.onApprove}
        // Red is for Dangerous; Unknown has the accent and must be held all the same.
        className={
          props.isDangerous ? undefined : "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover"
        }
      >
        {t(isEdited ? "decide.holdEdited" : "decide.hold")}
      </HoldButton>
    );
  }
  return <PressButton {...props} />;
}

function PressButton({ isEdited, isEditing, isBusy, isOff, offReason, isSettled, onApprove }: ApproveButtonProps) {
  const label = t(isEdited ? "decide.approveEdited" : "decide.approve");
  const keys = isEditing ? "mod+enter" : "enter";
  const isReady = isSettled && !isOff && offReason === undefined;
  useHotkeys(t("decide.keys"), [{ keys, label, run: onApprove, disabled: !isReady, inFields: isEditing }]);
  return (
    <Button
      variant="primary"
      icon={Check}
      shortcut={keys}
      isBusy={isBusy}
      disabled={isOff}
      disabledReason={isOff ? undefined : offReason}
      onClick={() => isReady && onApprove()}
    >
      {label}
    </Button>
  );
}
