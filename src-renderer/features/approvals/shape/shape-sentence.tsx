import type { ApprovalCard, Asker } from "../../../client/index.ts";
import { ConditionWords } from "../../../ui/conditions/condition-words.tsx";
import { durationWords } from "../../../ui/conditions/limits.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import type { Shape } from "./use-shape.ts";

export type ShapeSentenceProps = {
  readonly card: Pick<ApprovalCard, "connector" | "tool">;
  readonly asker: Extract<Asker, { readonly kind: "agent" }>;
  readonly shape: Shape;
};

/** All that is about to be allowed, as one sentence. */
export function ShapeSentence({ card, asker, shape }: ShapeSentenceProps) {
  const names = { client: <GivenName text={asker.clientName} />, key: <GivenName text={asker.keyName} /> };
  return (
    <p className="text-sm leading-relaxed text-ink" aria-live="polite">
      <Phrase
        parts={{
          tool: <GivenName text={card.tool.definition.name} isMono />,
          connector: <GivenName text={card.connector.name} />,
          subject: <Phrase parts={names} say={(marks) => t(`shape.subject.${shape.subject}`, marks)} />,
          conditions: <ConditionWords conditions={shape.conditions} others={shape.others} />,
        }}
        say={(marks) => t("shape.says", { ...marks, limit: limitWords(shape) })}
      />
    </p>
  );
}

function limitWords({ limits, count }: Pick<Shape, "limits" | "count">): string {
  const time = limits.forMs === null ? null : durationWords(limits.forMs);
  if (time === null) return count === null ? t("shape.limit.none") : t("shape.limit.count", { count });
  return count === null ? t("shape.limit.time", { time }) : t("shape.limit.both", { time, count });
}
