import { ArrowRight, Globe, Send, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalCard, Taint } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { formatMoment } from "../../../ui/time/format-time.ts";
import { Quotes } from "../words/quotes.tsx";

/** What a session read before, where this call could carry it. */
export function taintOf({ verdict, warnings }: Pick<ApprovalCard, "verdict" | "warnings">): Taint | null {
  if (verdict.reason.kind === "tainted") return verdict.reason.source;
  return warnings.find((warning) => warning.kind === "tainted")?.source ?? null;
}

export type TaintLineProps = { readonly source: Taint; readonly card: Pick<ApprovalCard, "connector" | "tool"> };

/** From where to where data could go: what the session read, and what this call would send. */
export function TaintLine({ source, card }: TaintLineProps) {
  return (
    <section
      aria-label={t("taint.label")}
      className="flex flex-col gap-2 rounded-md border border-amber-line bg-amber-tint px-3 py-2.5 text-sm"
    >
      <p className="font-medium text-amber">{t("taint.title")}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <End icon={Globe} label={t("taint.source")}>
          <Phrase
            parts={{
              tool: <GivenName text={source.toolName} isMono />,
              connector: <GivenName text={source.connectorName} />,
            }}
            say={(marks) => t("taint.from", { ...marks, at: formatMoment(source.at, Date.now()) })}
          />
        </End>
        <ArrowRight size={15} aria-hidden className="shrink-0 text-amber" />
        <End icon={Send} label={t("taint.sink")}>
          <Phrase
            parts={{
              tool: <GivenName text={card.tool.definition.name} isMono />,
              connector: <GivenName text={card.connector.name} />,
            }}
            say={(marks) => t("taint.to", marks)}
          />
        </End>
        <a
          href={`#/activity/${source.callId}`}
          className="ml-auto rounded-xs font-medium text-accent-ink hover:underline"
        >
          {t("taint.see")}
        </a>
      </div>
      {source.phrases.length > 0 && (
        <p className="text-ink">
          <Phrase parts={{ phrases: <Quotes texts={source.phrases} /> }} say={(marks) => t("taint.phrases", marks)} />
        </p>
      )}
      <p className="text-ink-soft">{t("taint.text")}</p>
    </section>
  );
}

type EndProps = { readonly icon: LucideIcon; readonly label: string; readonly children: ReactNode };

function End({ icon: Icon, label, children }: EndProps) {
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1.5">
      <Icon size={14} aria-hidden className="shrink-0 translate-y-0.5 text-amber" />
      <span className="text-ink-soft">{label}</span>
      <span className="min-w-0 text-ink">{children}</span>
    </span>
  );
}
