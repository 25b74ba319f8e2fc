import type { ToolDetail } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { exactWords, riskWord } from "../risk-words.ts";

/** What is no longer as it was reviewed: the definition before and after, and the server where that is another one. */
export function Drift({ tool }: { readonly tool: ToolDetail }) {
  const { source } = tool.risk;
  if (source.kind !== "drifted") return null;
  const { now, reviewed } = tool.server;
  return (
    <section aria-label={t(`drift.${source.what}`)} className="flex flex-col gap-3">
      <Banner kind="warn" title={t(`drift.${source.what}`)} isAnnounced={false}>
        {t("drift.text", { by: source.by.name, was: riskWord(source.was), at: exactWords(source.at) })}
      </Banner>
      {reviewed !== null && (
        <KeyValues
          look="lines"
          items={[
            { id: "reviewed", label: t("drift.reviewed"), value: <Mono text={reviewed} /> },
            { id: "now", label: t("drift.now"), value: <Mono text={now} /> },
          ]}
        />
      )}
      {tool.reviewedDefinition === null ? (
        <p className="text-sm text-ink-soft">{t("drift.same")}</p>
      ) : (
        <>
          <h3 className="text-sm font-semibold">{t("drift.changes")}</h3>
          <DiffView
            label={t("drift.changes")}
            before={definitionText(tool.reviewedDefinition)}
            after={definitionText(tool.definition)}
          />
        </>
      )}
    </section>
  );
}

function definitionText(definition: ToolDetail["definition"]): string {
  // Definitions come out of JSON; the contract names their members one by one.
  return readableJson(definition as JsonValue);
}

function Mono({ text }: { readonly text: string }) {
  return <Verbatim text={text} flow="inline" className="font-mono text-xs leading-[1.6]" />;
}
