import { ArrowRight, Snowflake } from "lucide-react";
import type { ReactNode } from "react";
import { useRead, useStudio, type CallDetail, type CallId } from "../../../client/index.ts";
import { Button, buttonClass } from "../../../ui/actions/button.tsx";
import { t } from "../messages.ts";
import type { Freeze } from "../card/freeze.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

export type FreezeNoticeProps = {
  readonly freeze: Freeze;
  readonly callId: CallId;
  readonly onShowLatest: () => void;
};

/** Says why nothing can be done with this card, where the eyes are when they are about to do it. */
export function FreezeNotice({ freeze, callId, onShowLatest }: FreezeNoticeProps) {
  switch (freeze.kind) {
    case "over":
      return <FrozenNotice title={<EndWords callId={callId} />} action={<SeeCall callId={callId} />} />;
    case "changed":
      return (
        <FrozenNotice
          title={t("freeze.changed")}
          text={t("freeze.changed.text")}
          action={
            <Button size="small" onClick={onShowLatest}>
              {t("freeze.changed.show")}
            </Button>
          }
        />
      );
    case "offline":
    case "locked":
    case "tool-changed":
    case "tool-off":
    case "tool-gone":
      return <FrozenNotice title={t(`freeze.${freeze.kind}`)} text={t(`freeze.${freeze.kind}.text`)} />;
  }
}

/** The way to what became of a call. */
export function SeeCall({ callId }: { readonly callId: CallId }) {
  return (
    <a href={`#/activity/${callId}`} className={buttonClass("secondary", "small")}>
      {t("freeze.way")}
      <ArrowRight size={14} aria-hidden />
    </a>
  );
}

type NoticeProps = { readonly title: ReactNode; readonly text?: string; readonly action?: ReactNode };

/** Why a card stands still, in a frame of its own. */
export function FrozenNotice({ title, text, action }: NoticeProps) {
  return (
    <div
      role="status"
      className="flex items-start gap-2.5 rounded-md border border-calm-line bg-calm-tint px-3 py-2 text-sm"
    >
      <Snowflake size={15} aria-hidden className="mt-[3px] shrink-0 text-calm" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{title}</p>
        {text !== undefined && <p className="text-ink-soft">{text}</p>}
      </div>
      {action}
    </div>
  );
}

/** How the call left the queue, as its own record says. */
function EndWords({ callId }: { readonly callId: CallId }) {
  const { rpc } = useStudio();
  const read = useRead(rpc.calls.get.queryOptions({ input: { id: callId } }));
  return read.kind === "ready" ? <EndOf call={read.data} /> : t("freeze.over");
}

function EndOf({ call }: { readonly call: CallDetail }) {
  const { decision, state } = call;
  if (decision !== null) {
    const parts = {
      by: <GivenName text={decision.by.name} />,
      reason: <GivenName text={decision.kind === "denied" ? decision.reason : ""} className="font-normal" />,
    };
    const key = decision.kind === "approved-edited" ? "freeze.approvedEdited" : (`freeze.${decision.kind}` as const);
    return <Phrase parts={parts} say={(marks) => t(key, marks)} />;
  }
  if (state === "cancelled") return <CancelWords actor={call.steps.at(-1)?.actor ?? ""} />;
  return t(state === "expired" || state === "refused" ? `freeze.${state}` : "freeze.over");
}

function CancelWords({ actor }: { readonly actor: string }) {
  if (actor === "agent" || actor.startsWith("agent:")) return t("freeze.cancelledAgent");
  const by = actor.replace(/^member:/, "");
  return <Phrase parts={{ by: <GivenName text={by} /> }} say={(marks) => t("freeze.cancelled", marks)} />;
}
