import { Fragment, useState } from "react";
import { problemNotice, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Checkbox } from "../../ui/fields/checkbox.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { unitMs, unitOf, type Unit } from "./duration-unit.ts";
import { t } from "./messages.ts";
import {
  readTime,
  timeRules,
  typedTimes,
  type TimeKey,
  type TimeProblem,
  type TimeRule,
  type Times,
  type TypedTime,
} from "./times.ts";

export type TimesFormProps = {
  readonly settings: Times;
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onSave: (times: Times) => void;
};

type Problems = Partial<Record<TimeKey, string>>;

/** How long things wait, run, stay open and are kept. */
export function TimesForm({ settings, mayChange, isBusy, problem, onSave }: TimesFormProps) {
  const [times, setTimes] = useState(() => typedTimes(settings));
  const [never, setNever] = useState<Keys>(() => neverIn(settings));
  const [problems, setProblems] = useState<Problems>({});
  const submit = (): void => {
    const read = timeRules.map((rule) => [rule.key, readTime(rule, times[rule.key], never.has(rule.key))] as const);
    const found = Object.fromEntries(
      read.flatMap(([key, value]) => (typeof value === "number" ? [] : [[key, problemWords(value)]])),
    );
    setProblems(found);
    // Every rule has given a number, and there is one rule for each setting.
    if (Object.keys(found).length === 0) onSave(Object.fromEntries(read) as Times);
  };
  return (
    <Form label={t("times.title")} onSubmit={submit}>
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      {timeRules.map((rule) => (
        <Fragment key={rule.key}>
          <TimeField
            rule={rule}
            time={times[rule.key]}
            disabled={!mayChange || never.has(rule.key)}
            problem={problems[rule.key]}
            onChange={(time) => setTimes({ ...times, [rule.key]: time })}
          />
          {rule.mayBeNever && (
            <Checkbox
              checked={never.has(rule.key)}
              onChange={(isNever) => setNever(withKey(never, rule.key, isNever))}
              disabled={!mayChange}
              label={t(neverWords(rule.key))}
              className="-mt-1"
            />
          )}
        </Fragment>
      ))}
      {mayChange ? (
        <FormActions>
          <Button type="submit" isBusy={isBusy}>
            {t("times.save")}
          </Button>
        </FormActions>
      ) : (
        <p className="text-sm text-ink-soft">{t("times.readOnly")}</p>
      )}
    </Form>
  );
}

type Keys = ReadonlySet<TimeKey>;

function neverIn(settings: Times): Keys {
  return new Set(timeRules.filter(({ key, mayBeNever }) => mayBeNever && settings[key] === 0).map(({ key }) => key));
}

function withKey(keys: Keys, key: TimeKey, isIn: boolean): Keys {
  const others = [...keys].filter((one) => one !== key);
  return new Set(isIn ? [...others, key] : others);
}

function neverWords(key: TimeKey) {
  if (key === "rotateEveryDays") return "times.neverRotate";
  return key === "remindAfterDays" ? "times.neverRemind" : "times.never";
}

type TimeFieldProps = {
  readonly rule: TimeRule;
  readonly time: TypedTime;
  readonly disabled: boolean;
  readonly problem: string | undefined;
  readonly onChange: (time: TypedTime) => void;
};

function TimeField({ rule, time, disabled, problem, onChange }: TimeFieldProps) {
  const label = t(`times.${rule.key}`);
  return (
    <div className="flex items-start gap-2">
      <Field label={label} hint={t(`times.${rule.key}.text`)} error={problem} disabled={disabled} className="flex-1">
        <Input
          value={time.text}
          inputMode="decimal"
          disabled={disabled}
          onChange={(text) => onChange({ ...time, text })}
        />
      </Field>
      <Select
        className="mt-[23px] w-30"
        label={t("unit.label", { name: label })}
        value={time.unit}
        disabled={disabled || rule.units.length === 1}
        onChange={(unit) => onChange({ ...time, unit })}
        choices={rule.units.map((unit) => ({ value: unit, label: t(`unit.${unit}`) }))}
      />
    </div>
  );
}

function problemWords(problem: TimeProblem): string {
  if (problem.kind === "number") return t("problem.number");
  const { minMs, maxMs, units } = problem.rule;
  return t("problem.range", { min: withUnit(minMs, units), max: withUnit(maxMs, units) });
}

function withUnit(ms: number, units: readonly Unit[]): string {
  const unit = unitOf(ms, units);
  return new Intl.NumberFormat("en", { style: "unit", unit: unit.slice(0, -1), unitDisplay: "long" }).format(
    ms / unitMs[unit],
  );
}
