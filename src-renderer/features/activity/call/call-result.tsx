import { useMemo, useState, type ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { editableJson } from "../../../ui/json/editable-json.ts";
import type { JsonValue } from "../../../ui/json/json.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { resultParts, type ResultPart } from "./result-parts.ts";
import { Section } from "./section.tsx";

type View = "readable" | "json";
const FOLD = { maxChars: 3_000, maxLines: 40 };

/** What came back, as the agent got it: after redaction, whole, and not ours. */
export function CallResult({ call }: { readonly call: CallDetail }) {
  const { result, resultBytes } = call;
  if (result !== null) return <Result result={result} state={call.state} />;
  if (call.state !== "succeeded" && call.state !== "failed" && call.state !== "withheld") return null;
  return (
    <Section title={t("result.title")}>
      <p className="text-sm text-ink-soft">
        {resultBytes === null
          ? t("result.none")
          : t(`result.${call.payload === "hidden" ? "hidden" : "erased"}`, { bytes: resultBytes })}
      </p>
    </Section>
  );
}

type ResultProps = { readonly result: JsonValue; readonly state: CallDetail["state"] };

function Result({ result, state }: ResultProps) {
  const [view, setView] = useState<View>("readable");
  const parts = useMemo(() => resultParts(result), [result]);
  return (
    <section aria-label={t("result.title")} className="flex flex-col gap-2 border-t border-line pt-4">
      <Tabs
        look="segment"
        label={t("result.views")}
        value={view}
        onChange={setView}
        heading={<h3 className="text-sm font-semibold">{t("result.title")}</h3>}
        tabs={[
          {
            value: "readable",
            label: t("result.readable"),
            content: (
              <div className="flex flex-col gap-3">
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
                <Verbatim text={editableJson(result)} fold={FOLD} flow="lines" className={MONO} />
              </Box>
            ),
          },
        ]}
      />
      <p className="text-xs text-ink-faint">{t(untrustedWords(state))}</p>
    </section>
  );
}

function untrustedWords(state: CallDetail["state"]) {
  if (state === "withheld") return "result.untrusted.withheld";
  return state === "reviewing" ? "result.untrusted.reviewing" : "result.untrusted";
}

const MONO = "font-mono text-xs leading-[1.55] text-ink";

function Part({ part }: { readonly part: ResultPart }): ReactNode {
  switch (part.kind) {
    case "text":
      return (
        <Box>
          <Verbatim text={part.text} fold={FOLD} className={MONO} />
        </Box>
      );
    case "detail":
      return (
        <Titled label={t("result.detail")}>
          <Verbatim text={part.text} fold={FOLD} className={MONO} />
        </Titled>
      );
    case "block":
      return <Labelled label={t("result.block", { kind: part.type })} value={part.value} />;
    case "structured":
      return <Labelled label={t("result.structured")} value={part.value} />;
    case "other":
      return <Labelled label={t("result.other")} value={part.value} />;
  }
}

function Labelled({ label, value }: { readonly label: string; readonly value: JsonValue }) {
  return (
    <Titled label={label}>
      <ArgumentsView label={label} value={value} />
    </Titled>
  );
}

function Titled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h4 className="text-xs text-ink-soft">{label}</h4>
      <Box>{children}</Box>
    </div>
  );
}

function Box({ children }: { readonly children: ReactNode }) {
  return <div className="rounded-md border border-line bg-sunken px-3 py-2">{children}</div>;
}
