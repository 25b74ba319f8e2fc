import type { ReactNode } from "react";
import type { ToolDetail } from "../../../client/index.ts";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";

/** The whole definition, with nothing in it hidden. */
export function Definition({ tool }: { readonly tool: ToolDetail }) {
  const { definition, operation } = tool;
  return (
    <section aria-label={t("definition.title")} className="flex flex-col gap-4 border-t border-line pt-4">
      <Part
        title={t("definition.description")}
        hint={t(operation === undefined ? "definition.hint" : "definition.ours")}
      >
        <Verbatim text={definition.description ?? ""} fold={false} className="text-sm" />
      </Part>
      <Part title={t("definition.schema")}>
        <Block label={t("definition.schema")} value={definition.inputSchema} />
      </Part>
      {definition.annotations !== undefined && (
        <Part title={t("definition.annotations")} hint={t("definition.annotationsHint")}>
          <Block label={t("definition.annotations")} value={definition.annotations} />
        </Part>
      )}
      {definition.outputSchema !== undefined && (
        <Part title={t("definition.output")}>
          <Block label={t("definition.output")} value={definition.outputSchema} />
        </Part>
      )}
    </section>
  );
}

type PartProps = { readonly title: string; readonly hint?: string | undefined; readonly children: ReactNode };

function Part({ title, hint, children }: PartProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-sm font-semibold">{title}</h3>
      {hint !== undefined && <p className="-mt-1 text-xs text-ink-faint">{hint}</p>}
      {children}
    </div>
  );
}

function Block({ label, value }: { readonly label: string; readonly value: JsonValue }) {
  return <CodeBlock text={readableJson(value)} label={label} />;
}
