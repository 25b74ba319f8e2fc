import { EyeOff, Flag, Scissors, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { ResultCard } from "../../../client/index.ts";
import { Listed } from "../../../ui/messages/listed.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { Quotes } from "../words/quotes.tsx";

/** What stood out in the result: phrases that look like orders, what was stripped, and what was removed and where. */
export function ResultNotices({ card }: { readonly card: Pick<ResultCard, "notice" | "redactionNotes" | "isError"> }) {
  const { phrases, stripped } = card.notice;
  return (
    <section aria-label={t("result.notices")} className="flex flex-col gap-1.5 border-t border-line pt-4">
      <ul className="flex flex-col gap-1.5">
        {card.isError && (
          <Note icon={Flag} tone="text-amber">
            <strong className="font-medium text-ink">{t("result.error")}</strong>
          </Note>
        )}
        {phrases.length > 0 && (
          <Note icon={Flag} tone="text-amber">
            <strong className="font-medium text-ink">
              <Phrase parts={{ phrases: <Quotes texts={phrases} /> }} say={(marks) => t("result.phrases", marks)} />
            </strong>{" "}
            {t("result.phrasesText")}
          </Note>
        )}
        {stripped > 0 && (
          <Note icon={EyeOff} tone="text-amber">
            <strong className="font-medium text-ink">{t("result.stripped", { count: stripped })}</strong>
          </Note>
        )}
        <Note icon={Scissors} tone="text-calm">
          {card.redactionNotes.length === 0 ? (
            t("result.removed.none")
          ) : (
            <>
              <strong className="font-medium text-ink">{t("result.removed")}</strong>
              <RemovedList notes={card.redactionNotes} />
            </>
          )}
        </Note>
      </ul>
    </section>
  );
}

function RemovedList({ notes }: { readonly notes: ResultCard["redactionNotes"] }) {
  return (
    <ul className="mt-1 flex flex-col gap-0.5">
      {notes.map(({ kind, path, placeholder, length }, index) => (
        // The same value can be found twice at one place.
        <li key={index}>
          <Listed
            items={[
              <Phrase
                key="what"
                parts={{ kind: <GivenName text={kind} />, path: <GivenName text={path === "" ? "/" : path} isMono /> }}
                say={(marks) => t("result.removed.one", marks)}
              />,
              <Phrase
                key="now"
                parts={{ placeholder: <GivenName text={placeholder} isMono /> }}
                say={(marks) => t("result.removed.length", { ...marks, count: length })}
              />,
            ]}
            type="unit"
          />
        </li>
      ))}
    </ul>
  );
}

type NoteProps = { readonly icon: LucideIcon; readonly tone: string; readonly children: ReactNode };

function Note({ icon: Icon, tone, children }: NoteProps) {
  return (
    <li className="flex items-start gap-2 text-sm text-ink-soft">
      <Icon size={14} aria-hidden className={`mt-[3px] shrink-0 ${tone}`} />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}
