import type { ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";
import { classWord } from "../words/class-words.ts";
import { tookWords } from "../words/durations.ts";
import { GivenName } from "../words/given-name.tsx";
import { exactWords } from "../words/moments.ts";
import { Phrase } from "../words/phrase.tsx";

/** One paragraph that says what happened: who asked, why it was asked or not, who decided, what ran, what was removed. */
export function Story({ call }: { readonly call: CallDetail }) {
  const sentences = [
    <Asked key="asked" call={call} />,
    <Judged key="judged" call={call} />,
    call.decision !== null && <Decided key="decided" call={call} decision={call.decision} />,
    <Ended key="ended" call={call} />,
    <Cleaned key="cleaned" call={call} />,
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
      parts={{ reason: <Reason reason={call.verdictReason} verdict={call.verdict} /> }}
      say={(marks) => t(`story.${call.verdict}`, marks)}
    />
  );
}

type ReasonProps = { readonly reason: CallDetail["verdictReason"]; readonly verdict: CallDetail["verdict"] };

function Reason({ reason, verdict }: ReasonProps): ReactNode {
  switch (reason.kind) {
    case "class-under-trust":
      return t(classReason(reason.riskClass, verdict), {
        class: classWord(reason.riskClass),
        trust: t(`trust.${reason.trustLevel}`),
      });
    case "definition-changed":
      return t("reason.definition-changed", { was: classWord(reason.was) });
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
    case "tool-off":
    case "not-in-policy":
      return t(`reason.${reason.kind}`);
  }
}

function classReason(riskClass: CallDetail["riskClass"], verdict: CallDetail["verdict"]) {
  if (verdict === "allow") return "reason.allow.class-under-trust";
  return riskClass === "dangerous" || riskClass === "unknown" ? "reason.ask.always" : "reason.ask.class-under-trust";
}

type DecidedProps = { readonly call: CallDetail; readonly decision: NonNullable<CallDetail["decision"]> };

function Decided({ call, decision }: DecidedProps) {
  const parts = {
    by: <GivenName text={decision.by.name} />,
    reason: (
      <q>
        <GivenName text={decision.kind === "denied" ? decision.reason : ""} className="font-normal" />
      </q>
    ),
  };
  const wait = tookWords(decision.at - call.receivedAt);
  return <Phrase parts={parts} say={(marks) => t(`story.${decision.kind}`, { ...marks, wait })} />;
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
    case "succeeded":
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
  return call.state === "succeeded" ? t("story.clean") : null;
}
