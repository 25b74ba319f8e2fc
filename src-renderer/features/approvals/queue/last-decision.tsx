import { ArrowRight, Check, X } from "lucide-react";
import type { CallId } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

/** What this window decided. */
export type Decided = {
  readonly callId: CallId;
  readonly kind: "approved" | "approved-edited" | "denied";
  readonly tool: string;
};

/** What was decided last, with the way to what came of it. */
export function LastDecision({ decided }: { readonly decided: Decided }) {
  const Icon = decided.kind === "denied" ? X : Check;
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
            say={(marks) => t(`decided.${decided.kind}`, marks)}
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
