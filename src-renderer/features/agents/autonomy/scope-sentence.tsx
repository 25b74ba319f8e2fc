import type { AgentSession } from "../../../client/index.ts";
import { ConditionWords } from "../../../ui/conditions/condition-words.tsx";
import { durationWords } from "../../../ui/conditions/limits.ts";
import { Listed } from "../../../ui/messages/listed.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import type { Scope } from "./use-scope.ts";

export type ScopeSentenceProps = { readonly session: AgentSession; readonly scope: Scope };

/** All that is about to be granted, as one sentence. */
export function ScopeSentence({ session, scope }: ScopeSentenceProps) {
  const { shapes, limits, count } = scope;
  if (shapes.length === 0) return <p className="text-sm text-ink-soft">{t("scope.nothing")}</p>;
  const tools = shapes.map(({ tool, conditions, others }) => (
    <Phrase
      key={tool.id}
      parts={{
        tool: <GivenName text={tool.name} isMono />,
        connector: <GivenName text={tool.connectorName} />,
        conditions: <ConditionWords conditions={conditions} others={others} />,
      }}
      say={(marks) => t(conditions.length === 0 && others === "any" ? "scope.saysToolAny" : "scope.saysTool", marks)}
    />
  ));
  const parts = {
    client: <GivenName text={session.clientName} />,
    key: <GivenName text={session.keyName} />,
    tools: <Listed items={tools} />,
  };
  return (
    <p className="text-sm leading-relaxed text-ink" aria-live="polite">
      <Phrase
        parts={parts}
        say={(marks) =>
          t("scope.says", {
            ...marks,
            time: durationWords(limits.forMs ?? 0),
            count: typeof count === "number" ? count : 0,
          })
        }
      />
    </p>
  );
}
