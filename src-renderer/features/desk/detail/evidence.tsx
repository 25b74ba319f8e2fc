import type { Suggestion } from "../../../client/index.ts";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { riskWord } from "../risk-words.ts";

/** What speaks for a class, and where each piece of it was seen. */
export function Evidence({ suggestion }: { readonly suggestion: Suggestion }) {
  const { riskClass, evidence } = suggestion;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="text-ink-soft">
        {riskClass === "unknown" && evidence.length === 0
          ? t("suggest.none")
          : t("suggest.class", { class: riskWord(riskClass) })}
      </p>
      {evidence.length > 0 && (
        <ul aria-label={t("suggest.title")} className="flex flex-col gap-1">
          {evidence.map(({ from, text }) => (
            <li key={`${from} ${text}`} className="flex items-baseline gap-3">
              <span className="w-20 shrink-0 text-xs text-ink-faint">{t(`evidence.${from}`)}</span>
              <span className="min-w-0 wrap-anywhere">
                <RevealedText text={text} flow="inline" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
