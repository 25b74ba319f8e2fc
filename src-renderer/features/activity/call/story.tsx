import type { ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";
import { tookWords } from "../words/durations.ts";
import { exactWords } from "../words/moments.ts";
import { Reason } from "./reason.tsx";

/** One paragraph that says what happened: who asked, why it was asked or not, who decided, what ran, what was removed. */
export function Story({ call }: { readonly call: CallDetail }) {
  const sentences = [
    <Asked key="asked" call={call} />,
    <Judged key="judged" call={call} />,
    call.decision !== null && <Decided key="decided" call={call} decision={call.decision} />,
    <Ended key="ended" call={call} />,
    <Cleaned key="cleaned" call={call} />,
    call.review !== null && <Reviewed key="reviewed" review={call.review} />,
  ].filter((sentence) => sentence !== false);
  return (
    <p aria-label={t("story.label")} className="text-base leading-relaxed text-ink-soft">
      {sentences.map((sentence) => (
        <span key={sentence.key}>{sentence} </span>
      ))}
    </p>
  );
}

function Asked({ call }: { readonly call: CallDetail }) {
  const { asker } = call;
  const at = exactWords(call.receivedAt);
  const what = {
    tool: <GivenName text={call.toolName} isMono />,
    connector: <GivenName text={call.connectorName} />,
  };
  if (asker.kind === "member") {
    const parts = { ...what, member: <GivenName text={asker.member.name} /> };
    return <Phrase parts={parts} say={(marks) => t("story.asked.member", { ...marks, at })} />;
  }
  const client = [asker.clientName, asker.clientVersion].filter((part) => part !== "").join(" ");
  const parts = {
    ...what,
    client: <GivenName text={client} />,
    key: <GivenName text={asker.keyName} />,
    policy: <GivenName text={asker.policyName} />,
  };
  const key = client === "" ? "story.asked.unnamed" : "story.asked.agent";
  return <Phrase parts={parts} say={(marks) => t(key, { ...marks, at })} />;
}

function Judged({ call }: { readonly call: CallDetail }) {
  return (
    <Phrase
      parts={{ reason: <Reason verdict={call.verdict} /> }}
      say={(marks) => t(`story.${call.verdict.kind}`, marks)}
    />
  );
}

type DecidedProps = { readonly call: CallDetail; readonly decision: NonNullable<CallDetail["decision"]> };

function Decided({ call, decision }: DecidedProps) {
  const reason = decision.reason ?? "";
  const parts = { by: <GivenName text={decision.by.name} />, reason: <Quoted text={reason} /> };
  const wait = tookWords(decision.at - call.receivedAt);
  const others = decision.kind === "denied" ? 0 : call.votes.filter(({ by }) => by.id !== decision.by.id).length;
  const key =
    decision.kind !== "denied" && reason !== ""
      ? (`story.${decision.kind}.because` as const)
      : (`story.${decision.kind}` as const);
  return <Phrase parts={parts} say={(marks) => t(key, { ...marks, wait, others })} />;
}

type ReviewedProps = { readonly review: NonNullable<CallDetail["review"]> };

function Reviewed({ review }: ReviewedProps) {
  if (review.kind === "released") {
    return <Phrase parts={{ by: <GivenName text={review.by.name} /> }} say={(marks) => t("story.released", marks)} />;
  }
  if (review.by === null) return t("story.withheld.nobody");
  const parts = { by: <GivenName text={review.by.name} />, reason: <Quoted text={review.reason} /> };
  return <Phrase parts={parts} say={(marks) => t("story.withheld.by", marks)} />;
}

function Quoted({ text }: { readonly text: string }) {
  return (
    <q>
      <GivenName text={text} className="font-normal" />
    </q>
  );
}

function Ended({ call }: { readonly call: CallDetail }): ReactNode {
  const { state, tookMs } = call;
  switch (state) {
    case "received":
    case "awaiting":
    case "expired":
    case "interrupted":
      return t(`story.${state}`);
    case "approved":
    case "executing":
      return t("story.executing");
    case "denied":
    case "refused":
      return t("story.nothing");
    case "reviewing":
      return t("story.reviewing");
    case "succeeded":
    case "withheld":
      return tookMs === null
        ? t("story.succeeded.unknown")
        : t("story.succeeded", { took: tookWords(tookMs), bytes: call.resultBytes ?? 0 });
    case "failed":
      return <Failed call={call} />;
    case "cancelled":
      return <Cancelled call={call} />;
  }
}

function Failed({ call: { failure, tookMs } }: { readonly call: CallDetail }) {
  return (
    <Phrase
      parts={{ message: <GivenName text={failure?.message ?? ""} className="font-normal" /> }}
      say={(marks) =>
        tookMs === null
          ? t("story.failed.unsent", marks)
          : t("story.failed.sent", { ...marks, took: tookWords(tookMs) })
      }
    />
  );
}

function Cancelled({ call: { steps, tookMs } }: { readonly call: CallDetail }) {
  const actor = steps.findLast(({ action }) => action === "call.cancelled")?.actor ?? "gatehouse";
  return (
    <Phrase
      parts={{ by: <Actor actor={actor} /> }}
      say={(marks) =>
        tookMs === null
          ? t("story.cancelled.unsent", marks)
          : t("story.cancelled.sent", { ...marks, took: tookWords(tookMs) })
      }
    />
  );
}

function Cleaned({ call }: { readonly call: CallDetail }): ReactNode {
  if (call.redactions > 0) return t("story.removed", { count: call.redactions });
  return call.state === "succeeded" || call.state === "withheld" ? t("story.clean") : null;
}
