import { useEffect, useRef, useState } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";
import { DecisionProblem } from "./decision-problem.tsx";
import type { Pause } from "./use-pause.ts";

export type PauseFormProps = { readonly pause: Pause; readonly onBack: () => void };

/** Holds the agent up, with room for why. */
export function PauseForm({ pause, onBack }: PauseFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  useEffect(() => field.current?.focus(), []);
  const run = async (): Promise<void> => {
    if (await pause.pause(reason.trim())) onBack();
  };
  useHotkeys(t("pause.title"), [
    { keys: "mod+enter", label: t("pause.confirm"), run: () => void run(), inFields: true },
    { keys: "escape", label: t("decide.back"), run: onBack, inFields: true },
  ]);
  return (
    <form
      aria-label={t("pause.title")}
      noValidate
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {pause.problem !== null && <DecisionProblem problem={pause.problem} />}
      <p className="text-sm text-ink-soft">{t("pause.text")}</p>
      <Field label={t("pause.reason")} hint={t("pause.hint")} isOptional>
        <Input ref={field} value={reason} onChange={setReason} maxLength={200} />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" shortcut="mod+enter" isBusy={pause.isBusy}>
          {t("pause.confirm")}
        </Button>
        <Button shortcut="escape" onClick={onBack}>
          {t("decide.back")}
        </Button>
      </div>
    </form>
  );
}
