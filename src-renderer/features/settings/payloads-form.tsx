import { problemNotice, type OrgSettings, type Problem } from "../../client/index.ts";
import { Banner } from "../../ui/feedback/banner.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { t } from "./messages.ts";

type PayloadsFor = OrgSettings["payloadsFor"];

export type PayloadsFormProps = {
  readonly value: PayloadsFor;
  readonly mayChange: boolean;
  readonly problem: Problem | null;
  readonly onChange: (value: PayloadsFor) => void;
};

const READERS: readonly PayloadsFor[] = ["operators", "admins"];

/** Who reads the arguments and results of calls that did not act as them. */
export function PayloadsForm({ value, mayChange, problem, onChange }: PayloadsFormProps) {
  return (
    <div className="flex flex-col gap-3">
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      <RadioCards
        label={t("payloads.title")}
        columns={2}
        value={value}
        disabled={!mayChange}
        onChange={(next) => {
          if (next !== value) onChange(next);
        }}
        choices={READERS.map((one) => ({
          value: one,
          label: t(`payloads.${one}`),
          description: t(`payloads.${one}.text`),
        }))}
      />
    </div>
  );
}
