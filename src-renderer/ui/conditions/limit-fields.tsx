import { Field } from "../fields/field.tsx";
import { Input } from "../fields/input.tsx";
import { Select } from "../fields/select.tsx";
import { durationWords, readCount, type Limits } from "./limits.ts";
import { t } from "./messages.ts";

export type LimitFieldsProps = {
  readonly limits: Limits;
  /** Durations to choose from, in milliseconds. */
  readonly durations: readonly number[];
  /** Whether it may be without an end in time. */
  readonly mayBeOpen: boolean;
  readonly mostUses: number;
  readonly isCountNeeded?: boolean | undefined;
  readonly isAsked: boolean;
  readonly onChange: (limits: Limits) => void;
};

const OPEN = "open";

/** For how long, and for how many calls. */
export function LimitFields(props: LimitFieldsProps) {
  const { limits, durations, mostUses, isAsked, onChange } = props;
  const count = readCount(limits.uses, mostUses);
  const isMissing = count === null && (props.isCountNeeded === true || limits.forMs === null);
  const error = isAsked && (count === undefined || isMissing) ? t("limits.badCount", { most: mostUses }) : undefined;
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field label={t("limits.until")} isComposite>
        <Select
          value={limits.forMs === null ? OPEN : String(limits.forMs)}
          onChange={(value) => onChange({ ...limits, forMs: value === OPEN ? null : Number(value) })}
          choices={[
            ...durations.map((ms) => ({ value: String(ms), label: durationWords(ms) })),
            ...(props.mayBeOpen ? [{ value: OPEN, label: t("limits.none") }] : []),
          ]}
        />
      </Field>
      <Field
        label={t("limits.uses")}
        error={error}
        hint={props.isCountNeeded === true ? undefined : t("limits.usesHint")}
      >
        <Input inputMode="numeric" value={limits.uses} onChange={(uses) => onChange({ ...limits, uses })} />
      </Field>
    </div>
  );
}
