import { Check } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { HoldButton } from "../../../ui/actions/hold-button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { t } from "../messages.ts";

export type ApproveButtonProps = {
  readonly isDangerous: boolean;
  /** Must be held for a second. */
  readonly isHeld: boolean;
  readonly isEdited: boolean;
  /** How many identical calls it approves. */
  readonly count: number;
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
  return props.isHeld ? <HeldButton {...props} /> : <PressButton {...props} />;
}

const ACCENT = "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover";

function HeldButton(props: ApproveButtonProps) {
  const { isDangerous, isEdited, isEditing, isOff, isBusy, offReason, count, onApprove } = props;
  const place = useRef<HTMLSpanElement>(null);
  const label = count > 1 ? t("decide.holdMany", { count }) : t(isEdited ? "decide.holdEdited" : "decide.hold");
  const isDisabled = isOff || offReason !== undefined || isBusy;
  // A key with Ctrl or ⌘ cannot be held safely: on a Mac its release is never told. From a field it leads to the button.
  useHotkeys(t("decide.keys"), [
    {
      keys: "mod+enter",
      label: t("decide.toHold"),
      run: () => place.current?.querySelector("button")?.focus(),
      disabled: !isEditing || isDisabled,
      inFields: true,
    },
  ]);
  return (
    <span ref={place} className="inline-flex">
      <HoldButton
        label={label}
        icon={Check}
        shortcut={isEditing ? undefined : "enter"}
        hotkeyGroup={t("decide.keys")}
        disabled={isDisabled}
        onHeld={onApprove}
        // Red is for Dangerous; Unknown has the accent and must be held all the same.
        className={isDangerous || isDisabled ? undefined : ACCENT}
      >
        {label}
      </HoldButton>
    </span>
  );
}

function PressButton(props: ApproveButtonProps) {
  const { isEdited, isEditing, isBusy, isOff, offReason, isSettled, count, onApprove } = props;
  const label =
    count > 1 ? t("decide.approveMany", { count }) : t(isEdited ? "decide.approveEdited" : "decide.approve");
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
