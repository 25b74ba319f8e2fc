import { Check, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "../../actions/button.tsx";
import { HoldButton } from "../../actions/hold-button.tsx";
import { useHotkeys } from "../../actions/hotkeys.tsx";
import { DenyForm } from "./deny-form.tsx";
import type { SampleApproval } from "./sample.ts";

export type ApprovalActionsProps = {
  readonly approval: SampleApproval;
  readonly isFrozen: boolean;
  readonly isEdited: boolean;
  readonly onDecide: (verb: string) => void;
};

export function ApprovalActions({ approval, isFrozen, isEdited, onDecide }: ApprovalActionsProps) {
  const [isDenying, setDenying] = useState(false);
  const isDangerous = approval.risk === "dangerous";
  const approveLabel = isEdited ? "Approve edited" : "Approve";
  useHotkeys("Approval", [
    ...(isDangerous ? [] : [{ keys: "enter", label: approveLabel, run: () => onDecide("approved"), disabled: isFrozen }]),
    { keys: "e", label: "Edit the arguments", run: () => onDecide("edit"), disabled: isFrozen },
    { keys: "d", label: "Deny", run: () => setDenying(true), disabled: isFrozen },
    { keys: "s", label: "Allow this shape", run: () => onDecide("shape"), disabled: isFrozen },
    { keys: "p", label: "Pause the agent", run: () => onDecide("pause") },
  ]);
  if (isDenying) {
    return <DenyForm agent={approval.agent} onCancel={() => setDenying(false)} onDeny={() => onDecide("denied")} />;
  }
  return (
    <div role="group" aria-label="Decide" className="flex flex-wrap items-center gap-2 border-t border-line bg-surface px-6 py-3">
      {isDangerous ? (
        <HoldButton icon={Check} label="Approve" shortcut="enter" hotkeyGroup="Approval" disabled={isFrozen} onHeld={() => onDecide("approved")}>
          {isEdited ? "Hold to approve edited" : "Hold to approve"}
        </HoldButton>
      ) : (
        <Button variant="primary" icon={Check} shortcut="enter" disabled={isFrozen} onClick={() => onDecide("approved")}>
          {approveLabel}
        </Button>
      )}
      <Button shortcut="e" disabled={isFrozen}>
        Edit
      </Button>
      <Button shortcut="d" disabled={isFrozen} onClick={() => setDenying(true)}>
        Deny…
      </Button>
      <Button shortcut="s" disabled={isFrozen}>
        Allow this shape…
      </Button>
      <Button shortcut="p" variant="ghost">
        Pause agent
      </Button>
      <Button variant="ghost" className="ml-auto">
        Explain <ChevronRight size={14} aria-hidden />
      </Button>
    </div>
  );
}
