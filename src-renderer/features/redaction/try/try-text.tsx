import { useMemo, useState } from "react";
import { problemNotice, type TriedRedaction } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Textarea } from "../../../ui/fields/textarea.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { ScrollRegion } from "../../../ui/layout/scroll-region.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { RevealedText, Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { countKinds, segmentsOf } from "./segments.ts";
import { useTried } from "./use-tried.ts";

const MAX_CHARS = 1_048_576; // as the contract has it
/** More marks than this freeze a window. */
const DRAWN_CHARS = 20_000;
const MONO = "font-mono text-xs leading-[1.55] text-ink";

/** A text, what is found in it, and what would be left of it. */
export function TryText() {
  const [text, setText] = useState("");
  const { tried, isBusy } = useTried(text);
  return (
    <Panel title={t("try.title")} description={t("try.text")}>
      <div className="flex flex-col gap-4">
        <Field label={t("try.input")} hint={isBusy ? t("try.busy") : t("try.hint")}>
          <Textarea value={text} onChange={setText} isMono rows={6} maxLength={MAX_CHARS} />
        </Field>
        {tried.kind === "failed" && <Banner kind="ours" {...problemNotice(tried.problem)} />}
        {tried.kind === "tried" && <Found text={tried.text} result={tried.result} />}
      </div>
    </Panel>
  );
}

type FoundProps = { readonly text: string; readonly result: TriedRedaction };

function Found({ text, result }: FoundProps) {
  const { findings, stripped, phrases, tookMs } = result;
  const took = tookMs.toLocaleString("en", { maximumFractionDigits: 1 });
  return (
    <>
      <div role="status" className="flex flex-wrap items-center gap-1.5 text-sm">
        <span className="mr-1.5">
          {findings.length === 0 ? t("try.nothing") : t("try.counts", { count: findings.length, took })}
        </span>
        {countKinds(findings).map(({ kind, count }) => (
          <Tag key={kind} isMono>
            {kind} <span className="text-ink-faint">{count.toLocaleString("en")}</span>
          </Tag>
        ))}
      </div>
      {stripped > 0 && <p className="text-sm text-ink-soft">{t("try.stripped", { count: stripped })}</p>}
      {phrases.length > 0 && (
        <p className="text-sm text-amber wrap-anywhere">
          {t("try.phrases", { count: phrases.length, phrases: phrases.map((phrase) => `“${phrase}”`).join(", ") })}
        </p>
      )}
      <Marked text={text} result={result} />
      <Box label={t("try.result")}>
        <Verbatim text={result.text} fold={false} className={MONO} />
      </Box>
    </>
  );
}

function Marked({ text, result: { findings } }: FoundProps) {
  const segments = useMemo(
    () =>
      segmentsOf(
        text.slice(0, DRAWN_CHARS),
        findings.filter(({ end }) => end <= DRAWN_CHARS),
      ),
    [text, findings],
  );
  return (
    <Box label={t("try.found")}>
      <span className={MONO}>
        {segments.map(({ text: piece, kind }, index) =>
          kind === null ? (
            // The pieces of one text stand in one order.
            <RevealedText key={index} text={piece} />
          ) : (
            <mark key={index} title={kind} className="rounded-xs bg-amber-tint px-px text-ink ring-1 ring-amber-line">
              <RevealedText text={piece} />
              <span className="sr-only"> {kind}</span>
            </mark>
          ),
        )}
      </span>
      {text.length > DRAWN_CHARS && <p className="mt-2 text-xs text-ink-faint">{t("try.cut")}</p>}
    </Box>
  );
}

function Box({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-soft">{label}</h3>
      <ScrollRegion
        label={label}
        className="max-h-72 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 wrap-anywhere"
      >
        {children}
      </ScrollRegion>
    </div>
  );
}
