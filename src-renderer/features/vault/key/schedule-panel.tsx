import { useState } from "react";
import { problemNotice, useMember, type OrgSettings } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { useSettings } from "../use-vault.ts";
import { daysOf, mostDays, typedDays, type ScheduleKey, type TypedDays } from "./schedule.ts";

/** How old the key and the values in it may grow. */
export function SchedulePanel() {
  const { may } = useMember();
  const notify = useNotify();
  const { settings, save } = useSettings();
  return (
    <Panel title={t("schedule.title")}>
      {settings.kind === "loading" && <Skeleton rows={2} />}
      {settings.kind === "failed" && <ErrorState {...settings.failure} />}
      {settings.kind === "ready" && (
        <>
          {save.problem !== null && <Banner kind="ours" {...problemNotice(save.problem)} />}
          <ScheduleForm
            key={`${settings.data.rotateEveryDays} ${settings.data.remindAfterDays}`}
            settings={settings.data}
            mayChange={may("admin")}
            isBusy={save.isBusy}
            onSave={(next) =>
              void save.run(next).then(({ kind }) => kind === "done" && notify({ title: t("schedule.saved") }))
            }
          />
        </>
      )}
    </Panel>
  );
}

type ScheduleFormProps = {
  readonly settings: OrgSettings;
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  readonly onSave: (settings: OrgSettings) => void;
};

function ScheduleForm({ settings, mayChange, isBusy, onSave }: ScheduleFormProps) {
  const [rotate, setRotate] = useState(() => typedDays("rotateEveryDays", settings.rotateEveryDays));
  const [remind, setRemind] = useState(() => typedDays("remindAfterDays", settings.remindAfterDays));
  const [isTried, setTried] = useState(false);
  const rotateEveryDays = daysOf("rotateEveryDays", rotate);
  const remindAfterDays = daysOf("remindAfterDays", remind);
  const submit = (): void => {
    setTried(true);
    if (rotateEveryDays === undefined || remindAfterDays === undefined) return;
    onSave({ ...settings, rotateEveryDays, remindAfterDays });
  };
  return (
    <Form label={t("schedule.title")} onSubmit={submit}>
      <Days
        of="rotateEveryDays"
        days={rotate}
        onChange={setRotate}
        disabled={!mayChange}
        isWrong={isTried && rotateEveryDays === undefined}
      />
      <Days
        of="remindAfterDays"
        days={remind}
        onChange={setRemind}
        disabled={!mayChange}
        isWrong={isTried && remindAfterDays === undefined}
      />
      {mayChange ? (
        <FormActions>
          <Button type="submit" isBusy={isBusy}>
            {t("schedule.save")}
          </Button>
        </FormActions>
      ) : (
        <p className="text-sm text-ink-soft">{t("schedule.readOnly")}</p>
      )}
    </Form>
  );
}

type DaysProps = {
  readonly of: ScheduleKey;
  readonly days: TypedDays;
  readonly onChange: (days: TypedDays) => void;
  readonly disabled: boolean;
  readonly isWrong: boolean;
};

function Days({ of, days, onChange, disabled, isWrong }: DaysProps) {
  const isOff = disabled || days.isNever;
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={t(`schedule.${of}`)}
        hint={t(`schedule.${of}.text`)}
        error={isWrong ? t("schedule.wrong", { most: mostDays[of] }) : undefined}
        disabled={isOff}
      >
        <Input
          value={days.isNever ? "" : days.text}
          inputMode="numeric"
          className="w-28"
          disabled={isOff}
          onChange={(text) => onChange({ ...days, text })}
        />
      </Field>
      <Checkbox
        checked={days.isNever}
        onChange={(isNever) => onChange({ ...days, isNever })}
        disabled={disabled}
        label={t(`schedule.${of}.never`)}
      />
    </div>
  );
}
