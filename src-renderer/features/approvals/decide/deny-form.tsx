import type { Problem } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { ReasonForm } from "./reason-form.tsx";
import { offeredReasons } from "./recent-reasons.ts";

export type DenyFormProps = {
  readonly askerName: string;
  /** How many identical calls are denied with it. */
  readonly count: number;
  readonly recentReasons: readonly string[];
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onDeny: (reason: string) => void;
  readonly onBack: () => void;
};

const STARTERS = [t("deny.starter.1"), t("deny.starter.2"), t("deny.starter.3")];

/** Says no to the call, with the one line that the agent gets. */
export function DenyForm({ askerName, count, recentReasons, onDeny, ...rest }: DenyFormProps) {
  return (
    <ReasonForm
      words={{
        title: t("deny.title"),
        label: t("deny.reason", { asker: askerName }),
        hint: t("deny.hint"),
        needed: t("deny.needed"),
        confirm: t("deny.confirm"),
      }}
      lead={count > 1 && <p className="text-sm text-ink-soft">{t("deny.many", { count })}</p>}
      offered={offeredReasons(recentReasons, STARTERS)}
      onGiven={onDeny}
      {...rest}
    />
  );
}
