import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useRef, type ReactNode } from "react";
import { Button } from "../actions/button.tsx";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { PopupPlace } from "./popup-place.ts";
import { dialogClass, scrimClass } from "./dialog.tsx";

export type ConfirmDialogProps = {
  readonly isOpen: boolean;
  /** A question: "Revoke the policy Engineering?" */
  readonly title: string;
  /** What will happen, in numbers: "Revokes 2 keys and ends 1 session." */
  readonly consequence: ReactNode;
  /** The verb of the title. */
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly isBusy?: boolean | undefined;
  /** `danger` when it cannot be undone. */
  readonly variant?: "danger" | "primary" | undefined;
};

/** Asks before what cannot be undone. Cancel has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={props.isOpen} onOpenChange={(open) => !open && props.onCancel()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={scrimClass} />
        <AlertDialog.Popup initialFocus={cancel} className={cx(dialogClass, "w-105 p-4")}>
          <AlertDialog.Title className="text-base font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="mt-1 text-sm text-ink-soft">
            <PopupPlace value={null}>{props.consequence}</PopupPlace>
          </AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Button ref={cancel} onClick={props.onCancel}>
              {t("action.cancel")}
            </Button>
            <Button variant={props.variant ?? "danger"} onClick={props.onConfirm} isBusy={props.isBusy}>
              {props.confirmLabel}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
