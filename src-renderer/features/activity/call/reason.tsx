import type { ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { classWord } from "../words/class-words.ts";
import { Way } from "../words/way.tsx";

type Verdict = CallDetail["verdict"];
type TextReason = Exclude<
  Verdict["reason"],
  { kind: "class-under-trust" | "definition-changed" | "connector-rule" | "tool-off" | "not-in-policy" }
>;

/** Why the gate said what it said, as the rest of a sentence. */
export function Reason({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { reason } = verdict;
  switch (reason.kind) {
    case "class-under-trust":
      return t(classReason(reason.riskClass, verdict.kind), {
        class: classWord(reason.riskClass),
        trust: t(`trust.${reason.trustLevel}`),
      });
    case "definition-changed":
      return t("reason.definition-changed", { was: classWord(reason.was) });
    case "connector-rule":
      return t(`reason.connector-rule.${reason.rule}`, { class: classWord(reason.riskClass) });
    case "tool-off":
    case "not-in-policy":
      return t(`reason.${reason.kind}`);
    case "vault-value-in-arguments":
    case "stopped":
    case "session-paused":
    case "standing-approval":
    case "in-scope":
    case "tainted":
      return <NamedReason reason={reason} />;
  }
}

/** A reason that names somebody or something. */
function NamedReason({ reason }: { readonly reason: TextReason }): ReactNode {
  switch (reason.kind) {
    case "vault-value-in-arguments":
      return (
        <Phrase
          parts={{ names: <GivenName text={reason.names.join(", ")} /> }}
          say={(marks) => t("reason.vault-value-in-arguments", marks)}
        />
      );
    case "stopped":
    case "session-paused":
      return (
        <Phrase parts={{ by: <GivenName text={reason.by} /> }} say={(marks) => t(`reason.${reason.kind}`, marks)} />
      );
    case "standing-approval":
      return (
        <Phrase
          parts={{
            by: <GivenName text={reason.by.name} />,
            approval: <Way href={`#/agents/standing/${reason.standingId}`}>{t("reason.standing-approval.way")}</Way>,
          }}
          say={(marks) => t("reason.standing-approval", marks)}
        />
      );
    case "in-scope":
      return (
        <Phrase parts={{ by: <GivenName text={reason.by.name} /> }} say={(marks) => t("reason.in-scope", marks)} />
      );
    case "tainted":
      return (
        <Phrase
          parts={{
            tool: <GivenName text={reason.source.toolName} isMono />,
            connector: <GivenName text={reason.source.connectorName} />,
            source: <Way href={`#/activity/${reason.source.callId}`}>{t("reason.tainted.way")}</Way>,
          }}
          say={(marks) => t("reason.tainted", marks)}
        />
      );
  }
}

function classReason(riskClass: CallDetail["riskClass"], verdict: Verdict["kind"]) {
  if (verdict === "allow") return "reason.allow.class-under-trust";
  return riskClass === "dangerous" || riskClass === "unknown" ? "reason.ask.always" : "reason.ask.class-under-trust";
}
