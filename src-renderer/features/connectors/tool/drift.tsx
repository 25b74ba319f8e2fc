import { useState } from "react";
import type { ToolDetail } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { riskWord } from "../risk-words.ts";

type View = "changes" | "side";

/** A definition that changed after it was classified: the old and the new one. */
export function Drift({ tool }: { readonly tool: ToolDetail }) {
  const [view, setView] = useState<View>("changes");
  const { source } = tool.risk;
  if (source.kind !== "drifted") return null;
  const title = t(`drifted.title.${source.what}`);
  // Definitions come out of JSON; the contract names their members one by one.
  const [before, after] = [tool.reviewedDefinition ?? tool.definition, tool.definition].map((one) =>
    readableJson(one as JsonValue),
  );
  return (
    <section className="flex flex-col gap-3" aria-label={title}>
      <Banner kind="warn" title={title} isAnnounced={false}>
        {t("drifted.text", { by: source.by.name, was: riskWord(source.was) })}
      </Banner>
      {tool.server.reviewed !== null && (
        <KeyValues
          look="lines"
          items={[
            { id: "then", label: t("drifted.server.reviewed"), value: <Server text={tool.server.reviewed} /> },
            { id: "now", label: t("drifted.server.now"), value: <Server text={tool.server.now} /> },
          ]}
        />
      )}
      <Tabs
        look="segment"
        label={t("drifted.view")}
        value={view}
        onChange={setView}
        tabs={[
          {
            value: "changes",
            label: t("drifted.changes"),
            content: <DiffView before={before ?? ""} after={after ?? ""} label={t("drifted.changes")} />,
          },
          {
            value: "side",
            label: t("drifted.side"),
            content: (
              <div className="grid grid-cols-2 gap-3">
                <Side title={t("drifted.reviewed")} text={before ?? ""} />
                <Side title={t("drifted.now")} text={after ?? ""} />
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}

function Server({ text }: { readonly text: string }) {
  return <Verbatim text={text} flow="inline" className="font-mono text-xs leading-[1.6]" />;
}

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-soft">{title}</h3>
      <CodeBlock text={text} label={title} />
    </div>
  );
}
