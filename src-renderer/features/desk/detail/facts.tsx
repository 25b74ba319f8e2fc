import type { ReactNode } from "react";
import type { DeskTool, ToolDetail } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { exactWords } from "../risk-words.ts";

export type FactsProps = { readonly tool: ToolDetail; readonly row: DeskTool | undefined };

/** Names, digests, the last review and how much it is used. */
export function Facts({ tool, row }: FactsProps) {
  const items: readonly KeyValue[] = [
    { id: "exposed", label: t("facts.exposed"), value: <Mono text={tool.exposedName} /> },
    {
      id: "digest",
      label: t("facts.digest"),
      value: (
        <span className="flex items-start gap-1">
          <Mono text={tool.definitionDigest} />
          <CopyButton text={tool.definitionDigest} label={t("facts.digest")} />
        </span>
      ),
    },
    { id: "server", label: t("facts.server"), value: <Mono text={tool.server.now} /> },
    ...(row === undefined
      ? []
      : [
          { id: "review", label: t("facts.review"), value: <Review review={row.review} /> },
          { id: "calls", label: t("facts.calls"), value: <Calls row={row} /> },
        ]),
  ];
  return (
    <section aria-label={t("facts.title")} className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-sm font-semibold">{t("facts.title")}</h3>
      <KeyValues items={items} />
      <p className="text-sm">
        <Way href={`#/connectors/${tool.connectorId}/tools/${tool.id}`}>{t("facts.page")}</Way>
      </p>
    </section>
  );
}

function Review({ review }: { readonly review: DeskTool["review"] }) {
  if (review === null) return <span className="text-ink-faint">{t("facts.review.never")}</span>;
  return t("facts.review.by", { by: review.by.name, at: exactWords(review.at) });
}

function Calls({ row: { calls, lastCalledAt, connectorId, name } }: { readonly row: DeskTool }) {
  if (calls === 0) return <span className="text-ink-faint">{t("facts.calls.none")}</span>;
  const search = new URLSearchParams({ connector: connectorId, q: name });
  return (
    <span className="flex flex-wrap gap-x-3">
      <span>
        {t("facts.calls.some", { count: calls })}
        {lastCalledAt !== null && (
          <span className="text-ink-soft">
            {", "}
            {t("facts.calls.last")} <RelativeTime at={lastCalledAt} />
          </span>
        )}
      </span>
      <Way href={`#/activity?${search.toString()}`}>{t("facts.calls.way")}</Way>
    </span>
  );
}

function Way({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} className="rounded-xs font-medium text-accent-ink hover:underline">
      {children}
    </a>
  );
}

function Mono({ text }: { readonly text: string }) {
  return (
    <code className="min-w-0 font-mono text-xs leading-[1.6] wrap-anywhere">
      <RevealedText text={text} flow="inline" />
    </code>
  );
}
