import { ConditionWords } from "../../../ui/conditions/condition-words.tsx";
import { durationWords } from "../../../ui/conditions/limits.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { SubjectWords } from "./standing-words.tsx";
import type { NewStandingState, Subject } from "./use-new-standing.ts";

/** All that is about to be allowed, as one sentence, once it is known of what and for whom. */
export function NewSentence({ made }: { readonly made: NewStandingState }) {
  const { tool, subject, read, others } = made;
  if (tool === null || subject === null) return null;
  return (
    <section
      aria-label={t("standing.sentence")}
      className="flex flex-col gap-1 rounded-md border border-accent-line bg-accent-tint px-3 py-2.5"
    >
      <h4 className="text-xs font-medium text-accent-ink">{t("standing.sentence")}</h4>
      <p className="text-sm leading-relaxed text-ink" aria-live="polite">
        <Phrase
          parts={{
            tool: <GivenName text={tool.name} isMono />,
            connector: <GivenName text={tool.connectorName} />,
            subject: <SubjectWords subject={shownSubject(subject)} />,
            conditions: <ConditionWords conditions={read.conditions} others={others} />,
          }}
          say={(marks) => t("standing.saysLimit", { ...marks, limit: limitWords(made) })}
        />
      </p>
    </section>
  );
}

function shownSubject(subject: Subject): Parameters<typeof SubjectWords>[0]["subject"] {
  if (subject.kind === "key") return { kind: "key", keyId: subject.key.id, keyName: subject.key.name };
  const { id, clientName, keyName } = subject.session;
  return { kind: "session", sessionId: id, clientName, keyName };
}

function limitWords({ limits, count }: Pick<NewStandingState, "limits" | "count">): string {
  const time = limits.forMs === null ? null : durationWords(limits.forMs);
  if (time === null) return count === null ? t("standing.limit.none") : t("standing.limit.count", { count });
  return count === null ? t("standing.limit.time", { time }) : t("standing.limit.both", { time, count });
}
