import { useState } from "react";
import type { ToolDetail } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { t } from "../messages.ts";
import { riskWord } from "../risk-words.ts";

type View = "changes" | "side";

/** A definition that changed after it was classified: the old and the new one. */
export function Drift({ tool }: { readonly tool: ToolDetail }) {
  const [view, setView] = useState<View>("changes");
  const { source } = tool.risk;
  if (tool.reviewedDefinition === null) return null;
  // Definitions come out of JSON; the contract names their members one by one.
  const [before, after] = [tool.reviewedDefinition, tool.definition].map((one) => readableJson(one as JsonValue));
  return (
    <section className="flex flex-col gap-3" aria-label={t("drifted.title")}>
      <Banner kind="warn" title={t("drifted.title")} isAnnounced={false}>
        {source.kind === "drifted" && t("drifted.text", { by: source.by.name, was: riskWord(source.was) })}
      </Banner>
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

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-soft">{title}</h3>
      <CodeBlock text={text} label={title} />
    </div>
  );
}
