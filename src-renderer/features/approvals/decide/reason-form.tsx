import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";
import { DecisionProblem } from "./decision-problem.tsx";

export type ReasonFormProps = {
  readonly words: ReasonWords;
  /** Above the field. */
  readonly lead?: ReactNode;
  /** Reasons to choose from. */
  readonly offered: readonly string[];
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onGiven: (reason: string) => void;
  readonly onBack: () => void;
};

export type ReasonWords = {
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  readonly needed: string;
  readonly confirm: string;
};

/** Asks for the one line that the agent gets. */
export function ReasonForm({ words, lead, offered, isBusy, problem, onGiven, onBack }: ReasonFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const isMissing = reason.trim() === "";
  useEffect(() => field.current?.focus(), []);
  const give = (): void => {
    setAsked(true);
    if (isMissing) field.current?.focus();
    else onGiven(reason.trim());
  };
  useHotkeys(words.title, [
    { keys: "mod+enter", label: words.confirm, run: give, inFields: true },
    { keys: "escape", label: t("decide.back"), run: onBack, inFields: true },
  ]);
  return (
    <form
      aria-label={words.title}
      noValidate
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      {problem !== null && <DecisionProblem problem={problem} />}
      {lead}
      <Field label={words.label} hint={words.hint} error={isAsked && isMissing ? words.needed : undefined}>
        <Input ref={field} value={reason} onChange={setReason} maxLength={500} />
      </Field>
      <div role="group" aria-label={t("deny.recent")} className="flex flex-wrap items-center gap-2">
        {offered.map((one) => (
          <Button
            key={one}
            size="small"
            className="h-auto min-h-7 max-w-full py-1 text-left whitespace-normal"
            onClick={() => {
              setReason(one);
              field.current?.focus();
            }}
          >
            {one}
          </Button>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" shortcut="mod+enter" isBusy={isBusy}>
          {words.confirm}
        </Button>
        <Button shortcut="escape" onClick={onBack}>
          {t("decide.back")}
        </Button>
      </div>
    </form>
  );
}
