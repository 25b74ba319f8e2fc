import { Timer } from "lucide-react";
import type { ResultCard } from "../../../client/index.ts";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import { riskOf } from "../words/class-words.ts";
import { formatMoment } from "../../../ui/time/format-time.ts";

export type ResultHeadProps = { readonly card: ResultCard; readonly isStopped: boolean };

/** What ran, for whom, and that its result is held back until somebody has looked. */
export function ResultHead({ card, isStopped }: ResultHeadProps) {
  const now = useNow(isStopped ? null : 60_000);
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">
          <RevealedText text={card.tool.title ?? card.tool.exposedName} flow="inline" />
        </h2>
        <Tag tone="accent">{t("result.title")}</Tag>
        <span className="ml-auto flex items-center gap-3">
          <RiskBadge risk={riskOf(card.risk.riskClass)} />
          <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft">
            <Timer size={14} aria-hidden className="shrink-0" />
            {t("result.waits", { at: formatMoment(card.answeredAt, now), until: formatMoment(card.expiresAt, now) })}
          </span>
        </span>
      </div>
      <p className="text-base text-ink">{t("result.because")}</p>
      <p className="text-sm text-ink-soft">
        <RanWords card={card} />
      </p>
    </header>
  );
}

function RanWords({ card }: { readonly card: ResultCard }) {
  const { asker, connector, tool, tookMs } = card;
  const parts = {
    client: <GivenName text={asker.kind === "agent" ? asker.clientName : asker.member.name} />,
    key: <GivenName text={asker.kind === "agent" ? asker.keyName : asker.member.name} />,
    tool: <GivenName text={tool.exposedName} isMono />,
    connector: <GivenName text={connector.name} />,
  };
  return (
    <Phrase parts={parts} say={(marks) => t("result.ran", { ...marks, took: t("result.took", { ms: tookMs }) })} />
  );
}
