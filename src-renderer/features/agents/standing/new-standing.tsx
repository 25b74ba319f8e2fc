import { problemNotice, useMember, type StandingId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { ConditionsEditor } from "../../../ui/conditions/conditions-editor.tsx";
import { LimitFields } from "../../../ui/conditions/limit-fields.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { t } from "../messages.ts";
import { classWord, isGrave } from "../words/risk-words.ts";
import { SubjectField, ToolField } from "./choices.tsx";
import { NewSentence } from "./new-sentence.tsx";
import { DURATIONS, MOST_USES, useNewStanding } from "./use-new-standing.ts";

export type NewStandingProps = { readonly onDone: (id: StandingId | null) => void };

/** Allows calls in advance by hand: a tool, its arguments, for whom, until when, and all of it as one sentence. */
export function NewStanding({ onDone }: NewStandingProps) {
  const { may } = useMember();
  const made = useNewStanding(onDone);
  const { tool } = made;
  const cancel = (): void => onDone(null);
  useHotkeys(t("standing.label"), [
    { keys: "mod+enter", label: t("standing.confirm"), run: made.create, disabled: made.isBusy, inFields: true },
    { keys: "escape", label: t("cancel"), run: cancel, inFields: true },
  ]);
  return (
    <section aria-label={t("standing.new")} className="flex max-w-180 flex-col gap-4">
      <h2 className="text-lg font-semibold">{t("standing.new")}</h2>
      <Form label={t("standing.new")} onSubmit={made.create} className="max-w-180">
        {made.problem !== null && <Banner kind="ours" {...problemNotice(made.problem)} />}
        <ToolField made={made} isAdmin={may("admin")} />
        <SubjectField made={made} />
        {tool !== null && made.rows.length > 0 && (
          <ConditionsEditor
            rows={made.rows}
            others={made.others}
            isOthersForced={made.read.hasFree}
            problems={made.read.problems}
            isAsked={made.isAsked}
            onRows={made.setRows}
            onOthers={made.setOthers}
          />
        )}
        {tool !== null && made.rows.length === 0 && (
          <p className="text-sm text-ink-soft">{t("standing.noArguments")}</p>
        )}
        <LimitFields
          limits={made.limits}
          durations={DURATIONS}
          mayBeOpen
          mostUses={MOST_USES}
          isAsked={made.isAsked}
          onChange={made.setLimits}
        />
        {tool !== null && isGrave(tool.risk.riskClass) && (
          <Banner
            kind="warn"
            title={t("standing.grave", { class: classWord(tool.risk.riskClass) })}
            isAnnounced={false}
          />
        )}
        <NewSentence made={made} />
        <FormActions>
          <Button type="submit" variant="primary" shortcut="mod+enter" isBusy={made.isBusy}>
            {t("standing.confirm")}
          </Button>
          <Button shortcut="escape" onClick={cancel}>
            {t("cancel")}
          </Button>
        </FormActions>
      </Form>
    </section>
  );
}
