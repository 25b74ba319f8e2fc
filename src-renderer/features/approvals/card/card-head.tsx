import type { ApprovalCard } from "../../../client/index.ts";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { Because } from "../words/because.tsx";
import { classWord, riskOf } from "../words/class-words.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { dayWords } from "../words/moments.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { Waiting } from "./waiting.tsx";

export type CardHeadProps = {
  readonly card: ApprovalCard;
  /** The call left the queue: its clock stands still. */
  readonly isStopped: boolean;
};

/** What it is, how risky and who says so, how long it waits, and why it was asked. */
export function CardHead({ card, isStopped }: CardHeadProps) {
  const { definition } = card.tool;
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h2 className="mr-auto min-w-0 text-lg font-semibold wrap-anywhere">
          <RevealedText text={definition.title ?? definition.name} flow="inline" />
        </h2>
        <span className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
          <RiskBadge risk={riskOf(card.risk.riskClass)} />
          <ClassSource risk={card.risk} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
        <span className="min-w-0">
          <GivenName text={card.connector.name} isMono />
          <span aria-hidden className="px-1.5 text-ink-faint">
            ·
          </span>
          <GivenName text={definition.name} isMono />
        </span>
        <span className="mr-auto min-w-0">
          <Phrase
            parts={{ reason: <Because reason={card.verdict.reason} /> }}
            say={(marks) => t("because.line", marks)}
          />
        </span>
        <Waiting card={card} isStopped={isStopped} />
      </div>
    </header>
  );
}

function ClassSource({ risk }: { readonly risk: ApprovalCard["risk"] }) {
  const { source } = risk;
  switch (source.kind) {
    case "default":
      return t("source.default");
    case "admin":
      return (
        <span>
          <Phrase
            parts={{ by: <GivenName text={source.by.name} className="font-normal text-inherit" /> }}
            say={(marks) => t("source.admin", { ...marks, at: dayWords(source.at, Date.now()) })}
          />
        </span>
      );
    case "drifted":
      return (
        <span className="font-medium text-amber">
          <Phrase
            parts={{ by: <GivenName text={source.by.name} className="text-inherit" /> }}
            say={(marks) =>
              t(source.what === "server" ? "source.drifted.server" : "source.drifted", {
                ...marks,
                was: classWord(source.was),
                at: dayWords(source.at, Date.now()),
              })
            }
          />
        </span>
      );
  }
}
