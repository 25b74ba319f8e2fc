import type { Problem } from "../../../client/index.ts";
import { ReasonForm } from "../decide/reason-form.tsx";
import { offeredReasons } from "../decide/recent-reasons.ts";
import { t } from "../messages.ts";

export type WithholdFormProps = {
  readonly askerName: string;
  readonly recentReasons: readonly string[];
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onWithhold: (reason: string) => void;
  readonly onBack: () => void;
};

const STARTERS = [t("withhold.starter.1"), t("withhold.starter.2"), t("withhold.starter.3")];

/** Keeps the result from the agent, with the one line that it gets instead. */
export function WithholdForm({ askerName, recentReasons, onWithhold, ...rest }: WithholdFormProps) {
  return (
    <ReasonForm
      words={{
        title: t("withhold.title"),
        label: t("withhold.reason", { asker: askerName }),
        hint: t("withhold.hint"),
        needed: t("withhold.needed"),
        confirm: t("withhold.confirm"),
      }}
      offered={offeredReasons(recentReasons, STARTERS)}
      onGiven={onWithhold}
      {...rest}
    />
  );
}
