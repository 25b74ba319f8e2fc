import { Check, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "../../actions/button.tsx";
import { HoldButton } from "../../actions/hold-button.tsx";
import { useSettled } from "../../actions/use-settled.ts";
import { useHotkeys } from "../../actions/hotkeys.tsx";
import { DenyForm } from "./deny-form.tsx";
import type { SampleApproval } from "./sample.ts";

export type ApprovalActionsProps = {
  readonly approval: SampleApproval;
  readonly isFrozen: boolean;
  readonly isEdited: boolean;
  readonly isEditing: boolean;
  readonly onEdit: () => void;
  readonly onDiscard: () => void;
  readonly onDecide: (verb: string) => void;
};

const SETTLE_MS = 500;

export function ApprovalActions({
  approval,
  isFrozen: isOver,
  isEdited,
  isEditing,
  onEdit,
  onDiscard,
  onDecide,
}: ApprovalActionsProps) {
  const isSettled = useSettled(approval.id, SETTLE_MS);
  const isFrozen = isOver || !isSettled;
  const [isDenying, setDenying] = useState(false);
  const isDangerous = approval.risk === "dangerous";
  const approveLabel = isEdited ? "Approve edited" : "Approve";
  useHotkeys("Approval", [
    ...(isDangerous
      ? []
      : [{ keys: "enter", label: approveLabel, run: () => onDecide("approved"), disabled: isFrozen }]),
    { keys: "e", label: "Edit the arguments", run: onEdit, disabled: isFrozen || isEditing },
    ...(isEditing ? [{ keys: "escape", label: "Discard edits", run: onDiscard, inFields: true }] : []),
    { keys: "d", label: "Deny", run: () => setDenying(true), disabled: isFrozen },
    { keys: "s", label: "Allow this shape", run: () => onDecide("shape"), disabled: isFrozen },
    { keys: "p", label: "Pause the agent", run: () => onDecide("pause") },
  ]);
  if (isDenying) {
    return <DenyForm agent={approval.agent} onCancel={() => setDenying(false)} onDeny={() => onDecide("denied")} />;
  }
  return (
    <div role="group" aria-label="Decide" className="border-t border-line bg-surface px-6 py-3">
      <div className="mx-auto flex max-w-220 flex-wrap items-center gap-1.5">
        {isDangerous ? (
          <HoldButton
            label="Approve"
            shortcut="enter"
            hotkeyGroup="Approval"
            disabled={isOver}
            onHeld={() => onDecide("approved")}
          >
            {isEdited ? "Hold to approve edited" : "Hold to approve"}
          </HoldButton>
        ) : (
          <Button
            variant="primary"
            icon={Check}
            shortcut="enter"
            disabled={isOver}
            onClick={() => isSettled && onDecide("approved")}
          >
            {approveLabel}
          </Button>
        )}
        {isEditing ? (
          <Button shortcut="escape" onClick={onDiscard}>
            Discard
          </Button>
        ) : (
          <Button shortcut="e" disabled={isOver} onClick={onEdit}>
            Edit
          </Button>
        )}
        <Button shortcut="d" disabled={isOver} onClick={() => setDenying(true)}>
          Deny…
        </Button>
        <Button shortcut="s" disabled={isOver}>
          Allow this shape…
        </Button>
        <Button shortcut="p" variant="ghost">
          Pause agent
        </Button>
        <Button variant="ghost" className="ml-auto">
          Explain <ChevronRight size={14} aria-hidden />
        </Button>
      </div>
    </div>
  );
}
