import { Field } from "../../ui/fields/field.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { t } from "./messages.ts";
import type { Reminder } from "./reminder.ts";
import { useOrgReminder } from "./use-credentials.ts";

export type ReminderFieldsProps = {
  readonly reminder: Reminder;
  readonly onChange: (reminder: Reminder) => void;
  readonly problem: string | undefined;
};

const KINDS = ["org", "never", "days"] as const;

/** When a new value is due: as the organization says, never, or after so many days. */
export function ReminderFields({ reminder, onChange, problem }: ReminderFieldsProps) {
  const org = useOrgReminder();
  return (
    <div className="flex items-start gap-3">
      <Field label={t("reminder")} hint={t("reminder.hint")} isComposite className="flex-1">
        <Select
          value={reminder.kind}
          onChange={(kind) => onChange({ ...reminder, kind })}
          choices={KINDS.map((kind) => ({
            value: kind,
            label: kind === "org" ? orgWords(org) : t(`reminder.${kind}`),
          }))}
        />
      </Field>
      {reminder.kind === "days" && (
        <Field label={t("reminder.days.label")} error={problem} className="w-32">
          <Input value={reminder.days} inputMode="numeric" onChange={(days) => onChange({ ...reminder, days })} />
        </Field>
      )}
    </div>
  );
}

function orgWords(days: number | null): string {
  if (days === null) return t("reminder.org");
  return days === 0 ? t("reminder.orgNever") : t("reminder.orgDays", { days });
}
