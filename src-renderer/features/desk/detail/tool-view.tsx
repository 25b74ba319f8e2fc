import { useEffect, useRef } from "react";
import { useRead, useStudio, type DeskTool, type ToolDetail, type ToolId } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { sourceWords } from "../marks.tsx";
import { t } from "../messages.ts";
import { riskOf } from "../risk-words.ts";
import { Definition } from "./definition.tsx";
import { Drift } from "./drift.tsx";
import { Facts } from "./facts.tsx";
import { ReviewForm } from "./review-form.tsx";

export type ToolViewProps = {
  readonly toolId: ToolId;
  /** The same tool as a row of the desk, where it is one. */
  readonly row: DeskTool | undefined;
  readonly mayReview: boolean;
};

/** One tool with everything that a class should rest on. */
export function ToolView({ toolId, row, mayReview }: ToolViewProps) {
  const { rpc } = useStudio();
  const read = useRead(rpc.tools.get.queryOptions({ input: { id: toolId } }));
  if (read.kind === "loading") return <Skeleton shape="card" />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  return <LoadedTool tool={read.data} row={row} mayReview={mayReview} />;
}

type LoadedToolProps = Omit<ToolViewProps, "toolId"> & { readonly tool: ToolDetail };

function LoadedTool({ tool, row, mayReview }: LoadedToolProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // The table that was left took the focus with it.
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article
      ref={place}
      aria-label={t("detail.region")}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-10 outline-none focus-visible:shadow-[inset_2px_0_0_var(--focus)] forced-colors:focus-visible:outline-2"
    >
      <div className="flex max-w-200 flex-col gap-5">
        <Head tool={tool} />
        {!tool.isOffered && <Banner kind="warn" title={t("gone.title")} isAnnounced={false} />}
        {tool.isOffered && !tool.isEnabled && <Banner kind="info" title={t("off.title")} isAnnounced={false} />}
        {tool.isFresh && (
          <Banner kind="info" title={t("fresh.title", { connector: tool.connectorName })} isAnnounced={false}>
            {t("fresh.text")}
          </Banner>
        )}
        <Drift tool={tool} />
        <ReviewForm key={`${tool.id} ${tool.definitionDigest}`} tool={tool} mayReview={mayReview} />
        <Definition tool={tool} />
        <Facts tool={tool} row={row} />
      </div>
    </article>
  );
}

function Head({ tool }: { readonly tool: ToolDetail }) {
  return (
    <header className="flex flex-col gap-1">
      <a
        href={`#/connectors/${tool.connectorId}`}
        className="self-start rounded-xs text-sm text-ink-soft hover:text-ink hover:underline"
      >
        <RevealedText text={tool.connectorName} flow="inline" />
      </a>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 font-mono text-base font-semibold wrap-anywhere">
          <RevealedText text={tool.name} flow="inline" />
        </h2>
        <RiskBadge risk={riskOf(tool.risk.riskClass)} />
        <span className="text-sm text-ink-soft">{sourceWords(tool.risk)}</span>
      </div>
      {tool.title !== null && tool.title !== tool.name && (
        <p className="text-sm text-ink-soft wrap-anywhere">
          <RevealedText text={tool.title} flow="inline" />
        </p>
      )}
    </header>
  );
}
