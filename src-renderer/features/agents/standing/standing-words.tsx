import type { StandingApproval } from "../../../client/index.ts";
import { ConditionWords } from "../../../ui/conditions/condition-words.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { StateBadge, type Tone } from "../../../ui/risk/state-badge.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";

/** What it lets run, for whom, as a sentence. */
export function StandingSentence({ standing }: { readonly standing: StandingApproval }) {
  const { tool, conditions, others, subject } = standing;
  return (
    <Phrase
      parts={{
        tool: <GivenName text={tool.name} isMono />,
        connector: <GivenName text={tool.connectorName} />,
        subject: <SubjectWords subject={subject} />,
        conditions: <ConditionWords conditions={conditions} others={others} />,
      }}
      say={(marks) => t("standing.says", marks)}
    />
  );
}

/** For whom it holds. */
export function SubjectWords({ subject }: { readonly subject: StandingApproval["subject"] }) {
  const parts = {
    key: <GivenName text={subject.keyName} />,
    client: <GivenName text={subject.kind === "session" ? subject.clientName : ""} />,
  };
  return <Phrase parts={parts} say={(marks) => t(`standing.subject.${subject.kind}`, marks)} />;
}

const TONES: Readonly<Record<StandingApproval["state"], Tone>> = {
  active: "good",
  paused: "warn",
  expired: "neutral",
  "used-up": "neutral",
  revoked: "neutral",
};

/** Whether it lets anything run. */
export function StandingBadge({ state }: Pick<StandingApproval, "state">) {
  return (
    <StateBadge
      label={t(`standing.state.${state}`)}
      tone={TONES[state]}
      dot={state === "active" ? "filled" : "ring"}
      className="text-xs"
    />
  );
}
