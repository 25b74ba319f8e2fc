import { ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { cx } from "../../../ui/cx.ts";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { actionWords, t } from "../messages.ts";
import { Actor } from "../words/actor.tsx";
import { stepTimeWords } from "../words/moments.ts";
import { Section } from "./section.tsx";

type Step = CallDetail["steps"][number];

export type StepsProps = {
  readonly steps: readonly Step[];
  /** At the right of the heading. */
  readonly trailing?: ReactNode;
};

/** The life of the call, entry by entry of the log. */
export function Steps({ steps, trailing }: StepsProps) {
  return (
    <Section title={t("steps.title")} trailing={trailing}>
      <ol className="flex flex-col">
        {steps.map((step) => (
          <StepRow key={step.seq} step={step} />
        ))}
      </ol>
    </Section>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="relative border-l border-line pb-3 pl-5 last:border-transparent last:pb-0">
      <span
        aria-hidden
        className="absolute top-[5px] -left-[4.5px] size-2 rounded-full border-[1.5px] border-ink-faint bg-surface"
      />
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-sm">
        <time dateTime={new Date(step.at).toISOString()} className="font-mono text-xs text-ink-soft">
          {stepTimeWords(step.at)}
        </time>
        <span className="font-medium text-ink">{actionWords(step.action)}</span>
        <span className="text-ink-soft">
          <Actor actor={step.actor} />
        </span>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="ml-auto inline-flex items-center gap-1 rounded-xs px-1 text-xs text-ink-soft hover:bg-hover hover:text-ink"
        >
          {t("steps.seq", { seq: step.seq })}
          <ChevronRight size={12} aria-hidden className={cx("transition-transform", isOpen && "rotate-90")} />
        </button>
      </div>
      {isOpen && (
        <div className="mt-1.5 flex flex-col gap-1.5 rounded-md border border-line bg-sunken px-3 py-1.5 text-sm">
          {step.detail === null ? (
            <p className="text-ink-soft">{t("steps.noDetail")}</p>
          ) : (
            <ArgumentsView label={t("steps.detail")} value={step.detail} />
          )}
        </div>
      )}
    </li>
  );
}
