import { useRef, useState } from "react";
import { problemNotice, useRead, useStudio, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import { t } from "../messages/t.ts";

export type StopDialogProps = {
  readonly isOpen: boolean;
  readonly waiting: number;
  readonly sessions: number;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onStop: (reason: string) => void;
  readonly onCancel: () => void;
};

/** Asks before everything stops, with what it ends in numbers and room for one line of reason. */
export function StopDialog(props: StopDialogProps) {
  const reasonField = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const running = useRunning(props.isOpen);
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onCancel} title={t("stop.title")} initialFocus={reasonField}>
      <Form label={t("stop.label")} onSubmit={() => props.onStop(reason.trim())}>
        {props.problem !== null && <Banner kind="ours" {...problemNotice(props.problem)} />}
        <div className="flex flex-col gap-1.5 text-sm text-ink">
          <p>{t("stop.waiting", { waiting: props.waiting, sessions: props.sessions })}</p>
          {running !== null && <p>{t("stop.running", { running })}</p>}
          <p className="text-ink-soft">{t("stop.survives")}</p>
        </div>
        <Field label={t("stop.reason")} hint={t("stop.reasonHint")} isOptional>
          <Input ref={reasonField} value={reason} onChange={setReason} maxLength={200} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={props.onCancel}>{t("stop.cancel")}</Button>
          <Button type="submit" variant="danger" isBusy={props.isBusy}>
            {t("stop.confirm")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** How many calls are at their connectors now; null: not known. */
function useRunning(isWanted: boolean): number | null {
  const { rpc } = useStudio();
  const input = { states: ["executing" as const], limit: 200 };
  const read = useRead({ ...rpc.calls.list.queryOptions({ input }), enabled: isWanted });
  return read.kind === "ready" ? read.data.calls.length : null;
}
