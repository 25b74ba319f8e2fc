import { ArrowRight, Check, CircleCheck, X } from "lucide-react";
import type { CallId } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";

export type DecisionKind = "approved" | "approved-edited" | "counted" | "denied" | "released" | "withheld";

/** What this window decided. */
export type Decided = {
  readonly callId: CallId;
  readonly kind: DecisionKind;
  readonly tool: string;
  /** How many calls were decided with it. */
  readonly count: number;
};

const ICONS = {
  approved: Check,
  "approved-edited": Check,
  counted: CircleCheck,
  denied: X,
  released: Check,
  withheld: X,
} as const;

/** What was decided, in words: for the foot of the queue and for ears. */
export function decidedWords({ kind, count }: Pick<Decided, "kind" | "count">, tool: string): string {
  const what = t(`decided.${kind}`, { tool });
  return count > 1 ? t("decided.many", { what, count }) : what;
}

/** What was decided last, with the way to what came of it. */
export function LastDecision({ decided }: { readonly decided: Decided }) {
  const Icon = ICONS[decided.kind];
  return (
    <section
      aria-label={t("decided.label")}
      className="flex items-start gap-2.5 border-t border-line px-4 py-2.5 text-sm"
    >
      <Icon size={15} aria-hidden className="mt-[3px] shrink-0 text-ink-faint" />
      <p className="flex min-w-0 flex-1 flex-col text-ink-soft">
        <span className="truncate">
          <Phrase
            parts={{ tool: <GivenName text={decided.tool} /> }}
            say={(marks) => decidedWords(decided, marks.tool)}
          />
        </span>
        <a
          href={`#/activity/${decided.callId}`}
          className="inline-flex items-center gap-1 self-start rounded-xs text-xs font-medium text-accent-ink hover:underline"
        >
          {t("decided.see")}
          <ArrowRight size={12} aria-hidden />
        </a>
      </p>
    </section>
  );
}
