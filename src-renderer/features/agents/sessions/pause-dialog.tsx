import { useRef, useState } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import { t } from "../messages.ts";

export type PauseDialogProps = {
  readonly isOpen: boolean;
  readonly waiting: number;
  readonly isBusy: boolean;
  readonly onPause: (reason: string) => void;
  readonly onCancel: () => void;
};

/** Asks before an agent is held up, with room for one line that it is told. */
export function PauseDialog({ isOpen, waiting, isBusy, onPause, onCancel }: PauseDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  return (
    <Dialog isOpen={isOpen} onClose={onCancel} title={t("session.pauseTitle")} initialFocus={field}>
      <Form label={t("session.pauseTitle")} onSubmit={() => onPause(reason.trim())}>
        <p className="text-sm">{t("session.pauseText", { waiting })}</p>
        <Field label={t("session.pauseReason")} hint={t("session.pauseHint")} isOptional>
          <Input ref={field} value={reason} onChange={setReason} maxLength={200} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onCancel}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {t("session.pause")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
