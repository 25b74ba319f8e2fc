import { useEffect, useRef } from "react";
import type { ApprovalCard } from "../../../client/index.ts";
import { ConditionsEditor } from "../../../ui/conditions/conditions-editor.tsx";
import { LimitFields } from "../../../ui/conditions/limit-fields.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import { classWord } from "../words/class-words.ts";
import { DURATIONS, MOST_USES, type Shape } from "./use-shape.ts";

export type ShapeFormProps = { readonly card: ApprovalCard; readonly shape: Shape };

/** Which calls like this one run without asking from now on: each argument, for whom, until when, and all of it as one sentence. */
export function ShapeForm({ card, shape }: ShapeFormProps) {
  const place = useRef<HTMLElement>(null);
  const { asker, risk, verdict } = card;
  useEffect(() => {
    place.current?.scrollIntoView({ block: "start" });
    place.current?.querySelector<HTMLElement>("[role=combobox], input")?.focus({ preventScroll: true });
  }, []);
  if (asker.kind !== "agent") return null;
  const isGrave = risk.riskClass === "dangerous" || risk.riskClass === "unknown";
  const isManual = "trustLevel" in verdict.reason && verdict.reason.trustLevel === "manual";
  return (
    <section ref={place} aria-label={t("shape.title")} className="flex flex-col gap-4 border-t border-line pt-4">
      <div className="flex flex-col gap-0.5">
        <h3 className="text-base font-semibold">{t("shape.title")}</h3>
        <p className="text-sm text-ink-soft">{t("shape.text")}</p>
      </div>
      <ConditionsEditor
        rows={shape.rows}
        others={shape.others}
        isOthersForced={shape.hasFree}
        problems={shape.problems}
        isAsked={shape.isAsked}
        misfits={shape.misfits}
        onRows={shape.setRows}
        onOthers={shape.setOthers}
      />
      <RadioCards
        label={t("shape.subject")}
        columns={2}
        value={shape.subject}
        onChange={shape.setSubject}
        choices={[
          {
            value: "session",
            label: t("shape.session", { client: asker.clientName === "" ? asker.keyName : asker.clientName }),
            description: t("shape.sessionText"),
          },
          { value: "key", label: t("shape.key", { key: asker.keyName }), description: t("shape.keyText") },
        ]}
      />
      <LimitFields
        limits={shape.limits}
        durations={DURATIONS}
        mayBeOpen
        mostUses={MOST_USES}
        isAsked={shape.isAsked}
        onChange={shape.setLimits}
      />
      {isGrave && (
        <Banner kind="warn" title={t("shape.admin", { class: classWord(risk.riskClass) })} isAnnounced={false} />
      )}
      {isManual && <Banner kind="info" title={t("shape.manual")} isAnnounced={false} />}
    </section>
  );
}
