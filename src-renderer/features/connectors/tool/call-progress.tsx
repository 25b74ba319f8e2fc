import { ArrowRight } from "lucide-react";
import type { CallDetail, Read } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { StateBadge, type Tone } from "../../../ui/risk/state-badge.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { t } from "../messages.ts";
import { isOver } from "./use-try.ts";

const TONES: Readonly<Record<CallDetail["state"], Tone>> = {
  received: "neutral",
  awaiting: "accent",
  approved: "accent",
  executing: "accent",
  reviewing: "accent",
  succeeded: "good",
  failed: "warn",
  withheld: "neutral",
  denied: "neutral",
  refused: "neutral",
  expired: "neutral",
  cancelled: "neutral",
  interrupted: "warn",
};

export type CallProgressProps = { readonly call: Read<CallDetail>; readonly mayDecide: boolean };

/** Where a trial call stands, and in the end what came back. */
export function CallProgress({ call, mayDecide }: CallProgressProps) {
  if (call.kind === "loading") return <Skeleton rows={1} />;
  if (call.kind === "failed") return <ErrorState {...call.failure} />;
  const { data } = call;
  return (
    <section aria-label={t("try.call.label")} className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span role="status">
          <StateBadge label={t(`call.${data.state}`)} tone={TONES[data.state]} dot={isOver(data) ? "ring" : "filled"} />
        </span>
        {data.state === "awaiting" && mayDecide && (
          <Way href={`#/approvals/${data.id}`} label={t("try.openApproval")} />
        )}
        <Way href={`#/activity/${data.id}`} label={t("try.openActivity")} />
      </div>
      {data.state === "awaiting" && !mayDecide && <p className="text-sm text-ink-soft">{t("try.waiting")}</p>}
      {data.decision?.kind === "denied" && (
        <Banner kind="info" title={t("call.denied")} isAnnounced={false}>
          {data.decision.reason}
        </Banner>
      )}
      {data.failure !== null && (
        <Banner kind="ours" title={data.failure.message} isAnnounced={false}>
          <code className="font-mono text-2xs text-ink-soft">{data.failure.code}</code>
        </Banner>
      )}
      {data.state === "succeeded" && <Result call={data} />}
    </section>
  );
}

function Way({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <a
      href={href}
      className="inline-flex items-center gap-1 rounded-xs text-sm font-medium text-accent-ink hover:underline"
    >
      {label}
      <ArrowRight size={14} aria-hidden />
    </a>
  );
}

function Result({ call }: { readonly call: CallDetail }) {
  if (call.result === null)
    return (
      <p className="text-sm text-ink-soft">{call.resultBytes === null ? t("try.noResult") : t("try.resultErased")}</p>
    );
  return (
    <div className="flex flex-col gap-2">
      {call.redactions > 0 && <p className="text-sm text-ink-soft">{t("try.removed", { count: call.redactions })}</p>}
      <CodeBlock text={readableJson(call.result)} label={t("try.result")} />
    </div>
  );
}
