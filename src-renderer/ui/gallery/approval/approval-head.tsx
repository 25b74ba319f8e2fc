import { Flag, KeyRound } from "lucide-react";
import { RiskBadge } from "../../risk/risk-badge.tsx";
import { Tag } from "../../risk/tag.tsx";
import { Countdown } from "../../time/countdown.tsx";
import { RevealedText } from "../../text/verbatim.tsx";
import type { SampleApproval } from "./sample.ts";

export function ApprovalHead({
  approval,
  isFrozen,
}: {
  readonly approval: SampleApproval;
  readonly isFrozen: boolean;
}) {
  return (
    <header className="flex flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="mr-auto text-lg font-semibold">{approval.title}</h2>
        <span className="flex items-center gap-2 text-sm text-ink-soft">
          <RiskBadge risk={approval.risk} />
          {approval.riskSource}
        </span>
        <Countdown
          since={approval.since}
          until={approval.until}
          stoppedAt={isFrozen ? approval.since + 58_000 : undefined}
          className="ml-2"
        />
      </div>
      <div className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-sm text-ink-soft">
        <span className="font-mono text-xs text-ink">
          {approval.connector} · {approval.tool}
        </span>
        <span aria-hidden className="text-ink-faint">
          —
        </span>
        <span>asked because: {approval.askedBecause}</span>
      </div>
      <div className="mt-4 border-t border-line pt-4 text-base">
        <p className="text-ink-soft">
          <span className="font-medium text-ink">{approval.agent}</span> (key “{approval.key}”, policy {approval.policy}
          ) wants to
        </p>
        <div className="mt-1 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <p className="min-w-0 text-lg">
            {approval.effect}{" "}
            <span className="font-mono text-base">
              <RevealedText text={approval.target} />
            </span>
          </p>
          <p className="flex items-center gap-1.5 text-sm text-ink-soft">
            <KeyRound size={14} aria-hidden className="text-ink-faint" />
            as: {approval.account}
          </p>
        </div>
      </div>
      {approval.flags.length > 0 && (
        <ul className="mt-3.5 flex flex-wrap gap-2">
          {approval.flags.map((flag) => (
            <li key={flag.id}>
              <Tag tone="warn" icon={Flag}>
                {flag.text}
              </Tag>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}
