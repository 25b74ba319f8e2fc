import { problemNotice, type PersonalKind, type Problem } from "../../client/index.ts";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Switch } from "../../ui/fields/switch.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { t } from "./messages.ts";

export type PersonalProps = {
  readonly personal: readonly PersonalKind[];
  readonly mayChange: boolean;
  readonly problem: Problem | null;
  readonly onChange: (personal: readonly PersonalKind[]) => void;
};

const KINDS: readonly PersonalKind[] = ["email", "phone", "card", "iban", "national-id"];

/** Kinds of personal data, each on or off. */
export function Personal({ personal, mayChange, problem, onChange }: PersonalProps) {
  return (
    <Panel title={t("personal.title")} description={t("personal.text")}>
      <div className="flex flex-col gap-3">
        {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
        {KINDS.map((kind) => (
          <Switch
            key={kind}
            checked={personal.includes(kind)}
            disabled={!mayChange}
            label={t(`personal.${kind}`)}
            description={t(`personal.${kind}.text`)}
            onChange={(isOn) => onChange(KINDS.filter((one) => (one === kind ? isOn : personal.includes(one))))}
          />
        ))}
        {!mayChange && <p className="text-sm text-ink-soft">{t("readOnly")}</p>}
      </div>
    </Panel>
  );
}
