import { useEffect, useRef, useState } from "react";
import type { OwnPattern } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { t } from "../messages.ts";
import { nameProblem, patternProblem } from "./pattern-problems.ts";
import { useChecked } from "./use-checked.ts";

export type PatternFormProps = {
  readonly initial: OwnPattern;
  /** Names of the other patterns. */
  readonly taken: readonly string[];
  readonly onSave: (pattern: OwnPattern) => Promise<void>;
  readonly onCancel: () => void;
};

/** One pattern, checked while it is typed: one that some text makes slow is refused, with that text. */
export function PatternForm({ initial, taken, onSave, onCancel }: PatternFormProps) {
  const [draft, setDraft] = useState(initial);
  const [isAsked, setAsked] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const problems = { name: nameProblem(draft.name, taken), pattern: patternProblem(draft.pattern) };
  const check = useChecked(problems.pattern === null ? draft : null);
  const submit = async (): Promise<void> => {
    setAsked(true);
    if (problems.name !== null || problems.pattern !== null || check.kind !== "ok") return;
    setSaving(true);
    await onSave(draft);
    setSaving(false);
  };
  const refusal = check.kind === "refused" ? check.reason : undefined;
  return (
    <Form
      label={t("own.form")}
      onSubmit={() => void submit()}
      className="max-w-180 rounded-md border border-line bg-sunken p-3"
    >
      <Field
        label={t("own.name")}
        hint={t("own.nameHint", { name: draft.name === "" ? "name" : draft.name })}
        error={isAsked ? (problems.name ?? undefined) : undefined}
      >
        <Input ref={first} value={draft.name} isMono maxLength={39} onChange={(name) => setDraft({ ...draft, name })} />
      </Field>
      <Field
        label={t("own.pattern")}
        hint={t("own.patternHint")}
        error={refusal ?? (isAsked ? (problems.pattern ?? undefined) : undefined)}
      >
        <Input value={draft.pattern} isMono maxLength={500} onChange={(pattern) => setDraft({ ...draft, pattern })} />
      </Field>
      {check.kind === "refused" && check.example !== null && (
        <div className="flex flex-col gap-1">
          <span className="text-xs text-ink-soft">{t("own.example")}</span>
          <CodeBlock label={t("own.example")} text={check.example} />
        </div>
      )}
      <Checkbox
        checked={draft.isCaseSensitive}
        onChange={(isCaseSensitive) => setDraft({ ...draft, isCaseSensitive })}
        label={t("own.isCaseSensitive")}
      />
      <p role="status" className="min-h-[19px] text-sm text-ink-soft">
        {check.kind === "checking" && t("own.checking")}
        {check.kind === "ok" && t("own.ok")}
        {check.kind === "failed" && check.problem.message}
      </p>
      <FormActions>
        <Button type="submit" variant="primary" isBusy={isSaving}>
          {t("own.save")}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t("own.cancel")}
        </Button>
      </FormActions>
    </Form>
  );
}
