import { ChevronsUpDown } from "lucide-react";
import { useMemo, useState } from "react";
import { cx } from "../cx.ts";
import { ScrollRegion } from "../layout/scroll-region.tsx";
import { t } from "../messages/ui.ts";
import { RevealedText } from "../text/verbatim.tsx";
import { diffLines, foldUnchanged, type DiffLine, type Span } from "./line-diff.ts";

export type DiffViewProps = {
  readonly before: string;
  readonly after: string;
  /** What is compared: "Arguments, last approved 3 days ago and now". */
  readonly label: string;
};

const CONTEXT_LINES = 3;

/** Two texts as removed, added and unchanged lines; for JSON values hand in `readableJson`. Unseen characters are named. */
export function DiffView({ before, after, label }: DiffViewProps) {
  const hunks = useMemo(() => foldUnchanged(diffLines(before, after), CONTEXT_LINES), [before, after]);
  if (before === after) return <p className="text-sm text-ink-soft">{t("diff.same")}</p>;
  return (
    <ScrollRegion
      label={label}
      className="max-h-[60vh] overflow-auto rounded-md border border-line font-mono text-xs leading-[1.55] text-ink"
    >
      {hunks.map((hunk, index) =>
        hunk.kind === "lines" ? (
          hunk.lines.map((line) => <LineView key={lineKey(line)} line={line} />)
        ) : (
          <Skipped key={`skipped-${String(index)}`} lines={hunk.lines} />
        ),
      )}
    </ScrollRegion>
  );
}

function Skipped({ lines }: { readonly lines: readonly DiffLine[] }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return lines.map((line) => <LineView key={lineKey(line)} line={line} />);
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="flex w-full items-center gap-2 bg-sunken px-3 py-1 text-left font-sans text-xs text-ink-soft -outline-offset-2 hover:text-ink"
    >
      <ChevronsUpDown size={13} aria-hidden />
      {t("diff.skipped", { count: lines.length })}
    </button>
  );
}

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const TONES = { same: "", removed: "bg-removed", added: "bg-added" } as const;
const STRONG = { removed: "bg-removed-strong", added: "bg-added-strong" } as const;

function LineView({ line }: { readonly line: DiffLine }) {
  return (
    <div className={cx("grid grid-cols-[36px_36px_20px_minmax(0,1fr)]", TONES[line.kind])}>
      <Number value={line.kind === "added" ? undefined : line.before} />
      <Number value={line.kind === "removed" ? undefined : line.after} />
      <span aria-hidden className="text-center text-ink-soft select-none">
        {SIGNS[line.kind]}
      </span>
      <span className="pr-3">
        {line.kind !== "same" && (
          <span className="sr-only">{line.kind === "added" ? t("diff.added") : t("diff.removed")} </span>
        )}
        {line.kind === "same" ? (
          <RevealedText text={line.text} />
        ) : (
          <Spans spans={line.spans} strong={STRONG[line.kind]} />
        )}
      </span>
    </div>
  );
}

function Spans({ spans, strong }: { readonly spans: readonly Span[]; readonly strong: string }) {
  return spans.map((span, index) => (
    <span key={index} className={cx(span.isChanged && `rounded-xs ${strong}`)}>
      <RevealedText text={span.text} />
    </span>
  ));
}

function Number({ value }: { readonly value: number | undefined }) {
  return (
    <span aria-hidden className="pr-2 text-right text-ink-soft select-none">
      {value}
    </span>
  );
}

function lineKey(line: DiffLine): string {
  return line.kind === "removed" ? `-${String(line.before)}` : `+${String(line.after)}`;
}
