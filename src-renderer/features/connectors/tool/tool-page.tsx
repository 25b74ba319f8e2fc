import { ArrowLeft } from "lucide-react";
import { useMember, useRead, useStudio, type ToolDetail, type ToolId } from "../../../client/index.ts";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { RevealedText, Verbatim } from "../../../ui/text/verbatim.tsx";
import { ClassifyBar } from "../classify-bar.tsx";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { RiskSource } from "../risk-source.tsx";
import { riskOf } from "../risk-words.ts";
import { useClassify } from "../use-classify.ts";
import { Drift } from "./drift.tsx";
import { TryIt } from "./try-it.tsx";

export type ToolPageProps = { readonly toolId: ToolId; readonly onGo: Go };

/** One tool: its class, its whole definition, and a way to call it. */
export function ToolPage({ toolId, onGo }: ToolPageProps) {
  const { rpc } = useStudio();
  const tool = useRead(rpc.tools.get.queryOptions({ input: { id: toolId } }));
  if (tool.kind === "loading") return <Skeleton shape="card" />;
  if (tool.kind === "failed") return <ErrorState {...tool.failure} />;
  return <ToolView key={tool.data.id} tool={tool.data} onGo={onGo} />;
}

function ToolView({ tool, onGo }: { readonly tool: ToolDetail; readonly onGo: Go }) {
  const { may } = useMember();
  const classify = useClassify();
  const back = (): void => onGo({ kind: "list", id: tool.connectorId });
  useHotkeys(t("page.keys"), [{ keys: "escape", label: t("tool.back", { connector: tool.connectorName }), run: back }]);
  return (
    <article aria-label={t("tool.label")} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex flex-col gap-5">
        <header className="flex flex-col gap-1.5">
          <a
            href={`#/connectors/${tool.connectorId}`}
            className="inline-flex items-center gap-1 self-start rounded-xs text-sm text-ink-soft hover:text-ink"
          >
            <ArrowLeft size={14} aria-hidden />
            {tool.connectorName}
          </a>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">
              <RevealedText text={tool.title ?? tool.name} flow="inline" />
            </h2>
            <RiskBadge risk={riskOf(tool.risk.riskClass)} />
            <span className="text-sm text-ink-soft">
              <RiskSource risk={tool.risk} />
            </span>
          </div>
        </header>
        {tool.isFresh && (
          <Banner kind="info" title={t("fresh.title", { count: 1 })} isAnnounced={false}>
            {t("fresh.text", { count: 1 })}
          </Banner>
        )}
        {!tool.isEnabled && <Banner kind="info" title={t("tool.off")} isAnnounced={false} />}
        {!tool.isOffered && <Banner kind="warn" title={t("tool.gone")} isAnnounced={false} />}
        <Drift tool={tool} />
        <ClassifyBar
          tool={tool}
          onClassify={may("admin") ? (riskClass) => void classify(tool, riskClass) : undefined}
        />
        <TryIt tool={tool} />
        <Definition tool={tool} />
      </div>
    </article>
  );
}

function Definition({ tool }: { readonly tool: ToolDetail }) {
  const { definition } = tool;
  return (
    <Panel title={t("tool.definition")}>
      <div className="flex flex-col gap-4">
        <KeyValues
          items={[
            {
              id: "exposed",
              label: t("tool.exposed"),
              value: <code className="font-mono text-xs">{tool.exposedName}</code>,
            },
            { id: "flow", label: t("flow.title"), value: flowWords(tool.flow) },
            {
              id: "digest",
              label: t("tool.digest"),
              value: <code className="font-mono text-xs">{tool.definitionDigest}</code>,
            },
          ]}
        />
        <Part title={t("tool.description")} hint={t("tool.descriptionHint")}>
          <Verbatim text={definition.description ?? ""} fold={false} className="text-sm" />
        </Part>
        <Part title={t("tool.schema")}>
          <JsonBlock value={definition.inputSchema} label={t("tool.schema")} />
        </Part>
        {definition.annotations !== undefined && (
          <Part title={t("tool.annotations")} hint={t("tool.annotationsHint")}>
            <JsonBlock value={definition.annotations} label={t("tool.annotations")} />
          </Part>
        )}
        {definition.outputSchema !== undefined && (
          <Part title={t("tool.output")}>
            <JsonBlock value={definition.outputSchema} label={t("tool.output")} />
          </Part>
        )}
      </div>
    </Panel>
  );
}

function flowWords({ readsOutside, sendsOut }: ToolDetail["flow"]): string {
  const words = [...(readsOutside ? [t("flow.readsOutside")] : []), ...(sendsOut ? [t("flow.sendsOut")] : [])];
  return words.length === 0 ? t("flow.none") : new Intl.ListFormat("en").format(words);
}

type PartProps = { readonly title: string; readonly hint?: string | undefined; readonly children: React.ReactNode };

function Part({ title, hint, children }: PartProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      {hint !== undefined && <p className="-mt-1.5 text-xs text-ink-faint">{hint}</p>}
      {children}
    </div>
  );
}

function JsonBlock({ value, label }: { readonly value: unknown; readonly label: string }) {
  // Members of a definition, which came out of JSON.
  return <CodeBlock text={readableJson(value as JsonValue)} label={label} />;
}
