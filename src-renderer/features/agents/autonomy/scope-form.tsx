import { useEffect, useRef } from "react";
import { problemNotice, type AgentSession } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { LimitFields } from "../../../ui/conditions/limit-fields.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";
import { classWord, isGrave } from "../words/risk-words.ts";
import { ScopeSentence } from "./scope-sentence.tsx";
import { ToolPicker } from "./tool-picker.tsx";
import { DURATIONS, MOST_CALLS, useScope } from "./use-scope.ts";

export type ScopeFormProps = { readonly session: AgentSession; readonly onDone: () => void };

/** What the session may do on its own: tools, their arguments, how often, for how long, and all of it as one sentence before it is granted. */
export function ScopeForm({ session, onDone }: ScopeFormProps) {
  const place = useRef<HTMLElement>(null);
  const scope = useScope(session, onDone);
  const grave = scope.picked.find(({ tool }) => isGrave(tool.risk.riskClass))?.tool.risk.riskClass;
  useEffect(() => {
    // In braces: newer browsers return a promise here, which is no clean-up.
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useHotkeys(t("scope.title"), [
    { keys: "mod+enter", label: t("scope.confirm"), run: scope.grant, disabled: scope.isBusy, inFields: true },
    { keys: "escape", label: t("cancel"), run: onDone, inFields: true },
  ]);
  return (
    <section
      ref={place}
      aria-label={t("scope.title")}
      tabIndex={-1}
      data-autonomy
      className="flex flex-col gap-4 rounded-lg border border-line-strong px-4 py-4"
    >
      <h3 className="text-base font-semibold">{t("scope.title")}</h3>
      {scope.problem !== null && <Banner kind="ours" {...problemNotice(scope.problem)} />}
      <ToolPicker session={session} scope={scope} />
      <LimitFields
        limits={scope.limits}
        durations={DURATIONS}
        mayBeOpen={false}
        mostUses={MOST_CALLS}
        isCountNeeded
        isAsked={scope.isAsked}
        onChange={scope.setLimits}
      />
      {grave !== undefined && (
        <Banner kind="warn" title={t("scope.grave", { class: classWord(grave) })} isAnnounced={false} />
      )}
      {session.taint !== null && <Banner kind="info" title={t("scope.tainted")} isAnnounced={false} />}
      <section
        aria-label={t("scope.sentence")}
        className="flex flex-col gap-1 rounded-md border border-accent-line bg-accent-tint px-3 py-2.5"
      >
        <h4 className="text-xs font-medium text-accent-ink">{t("scope.sentence")}</h4>
        <ScopeSentence session={session} scope={scope} />
      </section>
      <div className="flex items-center gap-2">
        <Button variant="primary" shortcut="mod+enter" isBusy={scope.isBusy} onClick={scope.grant}>
          {t("scope.confirm")}
        </Button>
        <Button shortcut="escape" onClick={onDone}>
          {t("cancel")}
        </Button>
        {scope.isAsked && scope.picked.length === 0 && (
          <p role="status" className="text-sm text-amber">
            {t("scope.nothing")}
          </p>
        )}
      </div>
    </section>
  );
}
