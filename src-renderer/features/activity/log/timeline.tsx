import { keepPreviousData } from "@tanstack/react-query";
import { useRef, useState, type KeyboardEvent } from "react";
import { useRead, useStudio, type AuditTimeline } from "../../../client/index.ts";
import { cx } from "../../../ui/cx.ts";
import { moveIndex } from "../../../ui/data/move-index.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import { exactSpanWords, minuteWords, spanWords } from "../words/moments.ts";
import { bucketsOf } from "./buckets.ts";
import type { LogFilter } from "./log-filter.ts";

const MINUTE_MS = 60_000;
/** A log that has just begun is shown on an hour, so that one busy minute does not fill the whole line. */
const LEAST_MS = 60 * MINUTE_MS;

export type TimelineProps = {
  readonly filter: LogFilter;
  readonly onZoom: (from: number, to: number) => void;
};

/** How many entries fell into each stretch of time; one press narrows the log down to a stretch. */
export function Timeline({ filter, onZoom }: TimelineProps) {
  const { rpc } = useStudio();
  const now = useNow(MINUTE_MS);
  const first = useRead({
    ...rpc.audit.list.queryOptions({ input: { kind: "all", before: 2, limit: 1 } }),
    enabled: filter.from === undefined,
    staleTime: Infinity,
  });
  const from =
    filter.from ?? (first.kind === "ready" ? Math.min(first.data.entries[0]?.at ?? now, now - LEAST_MS) : null);
  const offsetMs = -new Date(now).getTimezoneOffset() * MINUTE_MS;
  const buckets = bucketsOf(from ?? now, filter.to ?? now, offsetMs);
  const timeline = useRead({
    ...rpc.audit.timeline.queryOptions({
      // Both ends count: the last millisecond of the last bar is its end.
      input: { ...filter, from: buckets.from, to: buckets.to - 1, buckets: buckets.count },
    }),
    enabled: from !== null,
    placeholderData: keepPreviousData,
  });
  if (timeline.kind === "failed") return <p className="px-5 py-2 text-sm text-amber">{timeline.failure.what}</p>;
  if (timeline.kind === "loading") return <div className="h-[74px] shrink-0 border-b border-line" />;
  return <Bars timeline={timeline.data} onZoom={onZoom} />;
}

type BarsProps = { readonly timeline: AuditTimeline; readonly onZoom: TimelineProps["onZoom"] };

function Bars({ timeline: { from, bucketMs, counts }, onZoom }: BarsProps) {
  const [at, setAt] = useState(counts.length - 1);
  const bars = useRef<HTMLDivElement>(null);
  const most = Math.max(0, ...counts);
  const spanOf = bucketMs < MINUTE_MS ? exactSpanWords : spanWords;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const stop = Math.min(at, counts.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = event.key === "ArrowRight" ? "ArrowDown" : event.key === "ArrowLeft" ? "ArrowUp" : event.key;
    const next = ["ArrowDown", "ArrowUp", "Home", "End"].includes(key) ? moveIndex(key, stop, counts.length) : null;
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    bars.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div className="flex shrink-0 flex-col gap-1 border-b border-line px-5 pt-2.5 pb-1.5">
      <div
        ref={bars}
        role="group"
        aria-label={t("timeline.label", { total, span: spanWords(from, from + counts.length * bucketMs) })}
        className="flex h-10 items-stretch gap-px"
      >
        {counts.map((count, index) => {
          const start = from + index * bucketMs;
          const words = t("timeline.bar", { count, span: spanOf(start, start + bucketMs) });
          return (
            <button
              key={start}
              type="button"
              aria-label={words}
              title={words}
              tabIndex={index === stop ? 0 : -1}
              onFocus={() => setAt(index)}
              onKeyDown={onKeyDown}
              onClick={() => onZoom(start, start + bucketMs - 1)}
              className="group flex min-w-0 flex-1 items-end rounded-xs hover:bg-hover focus-visible:outline-offset-0"
            >
              <span
                className={cx("w-full rounded-t-xs", count === 0 ? "bg-line" : "bg-accent group-hover:bg-accent-hover")}
                style={{ height: count === 0 ? 1 : `${Math.max(8, (count / most) * 100)}%` }}
              />
            </button>
          );
        })}
      </div>
      <p aria-hidden className="flex justify-between text-2xs text-ink-faint">
        <span>{minuteWords(from)}</span>
        <span>{t("timeline.most", { most })}</span>
        <span>{minuteWords(from + counts.length * bucketMs)}</span>
      </p>
    </div>
  );
}
