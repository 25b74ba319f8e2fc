import { Ban, Inbox } from "lucide-react";
import type { CallDetail } from "../../../client/index.ts";
import { Button, buttonClass } from "../../../ui/actions/button.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { CallState } from "../words/call-state.tsx";
import { classWord, riskOf } from "../words/class-words.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { dayWords } from "../words/moments.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";

export type CallHeadProps = {
  readonly call: CallDetail;
  /** Absent where it cannot be cancelled, or not by this member. */
  readonly onCancel: (() => void) | undefined;
  readonly mayDecide: boolean;
};

/** What was called, where it stands, and what can still be done about it. */
export function CallHead({ call, onCancel, mayDecide }: CallHeadProps) {
  return (
    <header className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h2 className="mr-auto min-w-0 font-mono text-base font-semibold wrap-anywhere">
          <RevealedText text={call.toolName} flow="inline" />
        </h2>
        {call.state === "awaiting" && mayDecide && (
          <a href={`#/approvals/${call.id}`} className={buttonClass("primary", "small")}>
            <Inbox size={15} aria-hidden />
            {t("call.decide")}
          </a>
        )}
        {onCancel !== undefined && (
          <Button size="small" icon={Ban} onClick={onCancel}>
            {t("cancel.run")}
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-ink-soft">
        <CallState state={call.state} />
        <RiskBadge risk={riskOf(call.riskClass)} />
        <span>
          <ClassSource risk={call.risk} />
        </span>
        <a
          href={`#/connectors/${call.connectorId}/tools/${call.toolId}`}
          className="ml-auto rounded-xs font-medium text-accent-ink hover:underline"
        >
          {t("call.tool")}
        </a>
      </div>
    </header>
  );
}

function ClassSource({ risk }: { readonly risk: CallDetail["risk"] }) {
  const { source } = risk;
  if (source.kind === "default") return t("class.default");
  const words = { at: dayWords(source.at), was: source.kind === "drifted" ? classWord(source.was) : "" };
  return (
    <Phrase
      parts={{ by: <GivenName text={source.by.name} className="font-normal text-inherit" /> }}
      say={(marks) => t(`class.${source.kind}`, { ...marks, ...words })}
    />
  );
}
