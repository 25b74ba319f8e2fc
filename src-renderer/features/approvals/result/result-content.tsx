import { useMemo, useState, type ReactNode } from "react";
import type { ResultCard } from "../../../client/index.ts";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { editableJson } from "../../../ui/json/editable-json.ts";
import type { JsonValue } from "../../../ui/json/json.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { resultParts, type ResultPart } from "./result-parts.ts";

const FOLD = { maxChars: 6_000, maxLines: 80 };
const MONO = "font-mono text-xs leading-[1.55] text-ink";

/** The whole result, as the agent would get it. */
export function ResultContent({ card }: { readonly card: Pick<ResultCard, "result" | "resultBytes"> }) {
  const [view, setView] = useState<"readable" | "json">("readable");
  const parts = useMemo(() => resultParts(card.result), [card.result]);
  return (
    <section aria-label={t("result.content")} className="flex flex-col gap-2 border-t border-line pt-4">
      <Tabs
        look="segment"
        label={t("result.views")}
        value={view}
        onChange={setView}
        heading={
          <h3 className="flex items-baseline gap-2 text-sm font-semibold">
            {t("result.content")}
            <span className="text-xs font-normal text-ink-faint">{t("result.bytes", { count: card.resultBytes })}</span>
          </h3>
        }
        tabs={[
          {
            value: "readable",
            label: t("result.readable"),
            content: (
              <div className="flex flex-col gap-3">
                {parts.length === 0 && <p className="text-sm text-ink-soft">{t("result.nothing")}</p>}
                {parts.map((part, index) => (
                  // A result does not change once it is there.
                  <Part key={index} part={part} />
                ))}
              </div>
            ),
          },
          {
            value: "json",
            label: t("result.json"),
            content: (
              <Box>
                <Verbatim text={editableJson(card.result)} fold={FOLD} flow="lines" className={MONO} />
              </Box>
            ),
          },
        ]}
      />
      <p className="text-xs text-ink-faint">{t("result.untrusted")}</p>
    </section>
  );
}

function Part({ part }: { readonly part: ResultPart }): ReactNode {
  switch (part.kind) {
    case "text":
      return (
        <Box>
          <Verbatim text={part.text} fold={FOLD} className={MONO} />
        </Box>
      );
    case "block":
      return <Labelled label={t("result.block", { kind: part.type })} value={part.value} />;
    case "structured":
    case "other":
      return <Labelled label={t(`result.${part.kind}`)} value={part.value} />;
  }
}

function Labelled({ label, value }: { readonly label: string; readonly value: JsonValue }) {
  return (
    <div className="flex flex-col gap-1">
      <h4 className="text-xs text-ink-soft">{label}</h4>
      <Box>
        <ArgumentsView label={label} value={value} />
      </Box>
    </div>
  );
}

function Box({ children }: { readonly children: ReactNode }) {
  return <div className="rounded-md border border-line bg-sunken px-3 py-2">{children}</div>;
}
