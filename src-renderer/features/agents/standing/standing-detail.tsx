import { Undo2 } from "lucide-react";
import type { StandingApproval } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { formatMoment } from "../../../ui/time/format-time.ts";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { isGrave, riskOf } from "../words/risk-words.ts";
import { useTellFailure } from "../words/use-tell-failure.ts";
import { StandingBadge, StandingSentence } from "./standing-words.tsx";
import { useRevoke } from "./use-standing.ts";

/** One standing approval: what it lets run, how often it did, who made it, and the way to take it back. */
export function StandingDetail({ standing }: { readonly standing: StandingApproval }) {
  const { tool, state } = standing;
  const isLive = state === "active" || state === "paused";
  return (
    <article aria-label={tool.name} className="flex max-w-180 flex-col gap-5">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">
          <RevealedText text={tool.title ?? tool.name} flow="inline" />
        </h2>
        <RiskBadge risk={riskOf(tool.riskClass)} />
        <StandingBadge state={state} />
        {isLive && <RevokeButton standing={standing} />}
      </header>
      <p className="text-base leading-relaxed text-ink">
        <StandingSentence standing={standing} />
      </p>
      {state === "paused" && <Banner kind="warn" title={t("standing.paused")} isAnnounced={false} />}
      <KeyValues items={factsOf(standing)} />
      {standing.isNamedByAdmin && isGrave(tool.riskClass) && (
        <p className="text-sm text-ink-soft">{t("standing.admin")}</p>
      )}
    </article>
  );
}

function RevokeButton({ standing }: { readonly standing: StandingApproval }) {
  const revoke = useRevoke(standing.id);
  const tell = useTellFailure();
  const notify = useNotify();
  const run = (): void =>
    void revoke.run().then((outcome) => tell(outcome) && notify({ title: t("standing.revoked") }));
  useHotkeys(t("standing.label"), [{ keys: "r", label: t("standing.revoke"), run, disabled: revoke.isBusy }]);
  return (
    <Button icon={Undo2} shortcut="r" isBusy={revoke.isBusy} onClick={run} className="ml-auto">
      {t("standing.revoke")}
    </Button>
  );
}

function factsOf(standing: StandingApproval): readonly KeyValue[] {
  const { uses, maxUses, lastUsedAt, expiresAt, createdBy, createdAt, fromCallId } = standing;
  return [
    {
      id: "uses",
      label: t("standing.uses"),
      value: maxUses === null ? t("standing.usesOpen", { uses }) : t("standing.usesOf", { uses, most: maxUses }),
    },
    {
      id: "last",
      label: t("standing.lastUsed"),
      value: lastUsedAt === null ? t("standing.never") : <RelativeTime at={lastUsedAt} />,
    },
    {
      id: "until",
      label: t("standing.until"),
      value: expiresAt === null ? t("standing.untilOpen") : formatMoment(expiresAt),
    },
    {
      id: "by",
      label: t("standing.madeBy"),
      value: (
        <Phrase
          parts={{ by: <GivenName text={createdBy.name} /> }}
          say={(marks) => t("standing.madeByText", { ...marks, at: formatMoment(createdAt) })}
        />
      ),
    },
    {
      id: "from",
      label: t("standing.from"),
      value:
        fromCallId === null ? (
          t("standing.byHand")
        ) : (
          <a href={`#/activity/${fromCallId}`} className="rounded-xs text-accent-ink hover:underline">
            {t("standing.fromCall")}
          </a>
        ),
    },
  ];
}
