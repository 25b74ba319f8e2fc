import { useEffect, useRef, useState } from "react";
import type { Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";
import { DecisionProblem } from "./decision-problem.tsx";
import { offeredReasons } from "./recent-reasons.ts";

export type DenyFormProps = {
  readonly askerName: string;
  readonly recentReasons: readonly string[];
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onDeny: (reason: string) => void;
  readonly onBack: () => void;
};

/** Asks for the one line that the agent gets. */
export function DenyForm({ askerName, recentReasons, isBusy, problem, onDeny, onBack }: DenyFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const isMissing = reason.trim() === "";
  useEffect(() => field.current?.focus(), []);
  const deny = (): void => {
    setAsked(true);
    if (isMissing) field.current?.focus();
    else onDeny(reason.trim());
  };
  useHotkeys(t("deny.title"), [
    { keys: "mod+enter", label: t("deny.confirm"), run: deny, inFields: true },
    { keys: "escape", label: t("decide.back"), run: onBack, inFields: true },
  ]);
  return (
    <form
      aria-label={t("deny.title")}
      noValidate
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        deny();
      }}
    >
      {problem !== null && <DecisionProblem problem={problem} />}
      <Field
        label={t("deny.reason", { asker: askerName })}
        hint={t("deny.hint")}
        error={isAsked && isMissing ? t("deny.needed") : undefined}
      >
        <Input ref={field} value={reason} onChange={setReason} maxLength={500} />
      </Field>
      <div role="group" aria-label={t("deny.recent")} className="flex flex-wrap items-center gap-2">
        {offeredReasons(recentReasons).map((offered) => (
          <Button
            key={offered}
            size="small"
            className="h-auto min-h-7 max-w-full py-1 text-left whitespace-normal"
            onClick={() => {
              setReason(offered);
              field.current?.focus();
            }}
          >
            {offered}
          </Button>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" shortcut="mod+enter" isBusy={isBusy}>
          {t("deny.confirm")}
        </Button>
        <Button shortcut="escape" onClick={onBack}>
          {t("decide.back")}
        </Button>
      </div>
    </form>
  );
}
