import { CircleStop } from "lucide-react";
import type { AgentSession, AutonomousScope } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { ConditionWords } from "../../../ui/conditions/condition-words.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { formatDuration, formatMoment } from "../../../ui/time/format-time.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import { useSessionActions } from "../sessions/use-sessions.ts";
import { riskOf } from "../words/risk-words.ts";
import { useTellFailure } from "../words/use-tell-failure.ts";

export type AutonomyPanelProps = {
  readonly session: AgentSession;
  readonly scope: AutonomousScope;
  readonly mayEnd: boolean;
};

/** What the session does on its own now, how long and how often it still may, and the one key that ends it. */
export function AutonomyPanel({ session, scope, mayEnd }: AutonomyPanelProps) {
  const { endScope } = useSessionActions(session.id);
  const tell = useTellFailure();
  const notify = useNotify();
  const end = (): void =>
    void endScope.run().then((outcome) => tell(outcome) && notify({ title: t("autonomy.ended") }));
  useHotkeys(t("page.keys"), [{ keys: "u", label: t("autonomy.end"), run: end, disabled: !mayEnd || endScope.isBusy }]);
  return (
    <section
      aria-label={t("autonomy.title")}
      tabIndex={-1}
      data-autonomy
      className="flex flex-col gap-3 rounded-lg border border-accent-line bg-accent-tint px-4 py-3.5"
    >
      <div className="flex flex-wrap items-start gap-x-8 gap-y-2">
        <h3 className="text-base font-semibold text-accent-ink">{t("autonomy.title")}</h3>
        <Left scope={scope} />
        {mayEnd && (
          <Button
            variant="primary"
            icon={CircleStop}
            shortcut="u"
            isBusy={endScope.isBusy}
            onClick={end}
            className="ml-auto"
          >
            {t("autonomy.end")}
          </Button>
        )}
      </div>
      <ul className="flex flex-col gap-1 text-sm">
        {scope.tools.map((one) => (
          <li key={one.tool.id} className="flex items-baseline gap-2">
            <RiskBadge risk={riskOf(one.tool.riskClass)} look="icon" className="translate-y-0.5" />
            <span className="min-w-0">
              <Phrase
                parts={{
                  tool: <GivenName text={one.tool.name} isMono />,
                  connector: <GivenName text={one.tool.connectorName} />,
                  conditions: <ConditionWords conditions={one.conditions} others={one.others} />,
                }}
                say={(marks) => t("autonomy.tool", marks)}
              />
            </span>
            {one.isPaused && <Tag tone="warn">{t("autonomy.paused")}</Tag>}
          </li>
        ))}
      </ul>
      <p className="text-xs text-ink-soft">
        <Phrase
          parts={{ by: <GivenName text={scope.grantedBy.name} className="font-normal text-inherit" /> }}
          say={(marks) => t("autonomy.text", { ...marks, at: formatMoment(scope.grantedAt) })}
        />
      </p>
    </section>
  );
}

function Left({ scope }: { readonly scope: AutonomousScope }) {
  const now = useNow(1000);
  const facts = [
    { id: "time", label: t("autonomy.time"), value: formatDuration(scope.expiresAt - now) },
    {
      id: "calls",
      label: t("autonomy.calls"),
      value: t("autonomy.callsOf", { left: scope.callsLeft, most: scope.maxCalls }),
    },
  ];
  return (
    <dl className="flex gap-8">
      {facts.map(({ id, label, value }) => (
        <div key={id} className="flex flex-col-reverse">
          <dt className="text-xs text-ink-soft">{label}</dt>
          <dd className="text-lg leading-tight font-semibold tabular-nums">
            <span role={id === "time" ? "timer" : undefined}>{value}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
